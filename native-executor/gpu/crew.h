#pragma once

#include <atomic>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "rank.h"

namespace nanoflow {

/**
 * One thread a rank. A launch may wait for room in the queue of its GPU, where a kernel may wait for the launch on
 * another one: so no rank's launch stands behind another's in a thread. A sole rank works on the thread that asks.
 */
class Crew {
 public:
  using Work = std::function<void(Rank&)>;

  /** @param limitSeconds longest that a rank may wait in `await` @param ranks outlive the crew */
  Crew(const Ranks& ranks, double limitSeconds);
  /** Waits for the threads: not after a DeviceError, whose rank may never return. */
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  /**
   * Does the work of all ranks at the same time, each with its GPU as the current one, and waits for it.
   *
   * @throws what the work of the rank threw that failed first; a DeviceError names the rank, or all that are late
   */
  void run(const Work& work);

  /**
   * For work under way: waits until `ended`. Gives up when another rank has failed: what this one waits for may never
   * come then.
   *
   * @throws DeviceError when the limit of this or another rank is over, and what `ended` throws
   */
  void await(const std::function<bool()>& ended);

 private:
  /** Ends the work of a rank because another one's failed. */
  struct GivenUp {};

  void serve(Rank& rank);
  void attempt(Rank& rank);
  [[noreturn]] void rethrow() const;

  const Ranks& ranks_;
  const double limitSeconds_;
  std::mutex mutex_;
  std::condition_variable begins_, ends_;
  Work work_;
  uint64_t turn_ = 0;  ///< works begun
  size_t left_ = 0;    ///< ranks that have yet to finish
  bool closing_ = false;
  std::atomic<bool> failed_ = false, late_ = false;
  std::vector<std::exception_ptr> errors_;  ///< in the order of time; ranks that gave up have none
  std::vector<std::thread> threads_;
};

}  // namespace nanoflow
