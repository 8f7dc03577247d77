#include "crew.h"

#include <chrono>
#include <string>

#include "stopwatch.h"
#include "waiting.h"

namespace nanoflow {
namespace {

/** For the other ranks to give up, once one has failed; a driver that lost its GPU may never return. */
constexpr std::chrono::seconds kPatience{2};

}  // namespace

Crew::Crew(const Ranks& ranks, double limitSeconds) : ranks_(ranks), limitSeconds_(limitSeconds) {
  if (ranks.size() == 1) return;
  for (const auto& rank : ranks) threads_.emplace_back([this, &member = *rank] { serve(member); });
}

Crew::~Crew() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  begins_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Crew::run(const Work& work) {
  failed_ = late_ = false;
  errors_.clear();
  if (threads_.empty()) return onRank(*ranks_.front(), [&] { work(*ranks_.front()); });
  std::unique_lock lock(mutex_);
  work_ = work;
  left_ = ranks_.size();
  ++turn_;
  begins_.notify_all();
  const auto finished = [&] { return left_ == 0; };
  ends_.wait(lock, [&] { return finished() || failed_; });
  ends_.wait_for(lock, kPatience, finished);
  if (failed_) rethrow();
}

void Crew::await(const std::function<bool()>& ended) {
  const Stopwatch watch;
  while (!ended()) {
    if (late_) throw late(limitSeconds_);
    if (failed_) throw GivenUp{};
    if (watch.seconds() > limitSeconds_) late_ = true;
    std::this_thread::yield();
  }
}

void Crew::serve(Rank& rank) {
  uint64_t done = 0;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      begins_.wait(lock, [&] { return closing_ || turn_ > done; });
      if (closing_) return;
      done = turn_;
    }
    attempt(rank);
    const std::lock_guard lock(mutex_);
    if (--left_ == 0) ends_.notify_all();
  }
}

void Crew::attempt(Rank& rank) {
  try {
    onRank(rank, [&] { work_(rank); });
  } catch (const GivenUp&) {
  } catch (...) {
    const std::lock_guard lock(mutex_);
    errors_.push_back(std::current_exception());
    failed_ = true;
    ends_.notify_all();
  }
}

void Crew::rethrow() const {
  std::string lateRanks;
  for (const std::exception_ptr& error : errors_) {
    try {
      std::rethrow_exception(error);
    } catch (const DeviceError& device) {
      if (device.code != lateCode) throw;
      lateRanks += (lateRanks.empty() ? "" : "; ") + std::string(device.what());
    }
  }
  throw DeviceError(lateCode, lateRanks);
}

}  // namespace nanoflow
