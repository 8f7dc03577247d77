#include "server.h"

#include <cmath>
#include <functional>

#include "burst.h"
#include "copy_bandwidth.h"
#include "json.h"
#include "pair.h"
#include "steady.h"

namespace nanoflow {
namespace {

constexpr int kMostImplementations = 14;  // two of our own, twelve of cuBLASLt

BuildOptions readPlace(Spec& spec) {
  BuildOptions options;
  options.partition = PartitionSpec::parse(spec.text("part", "whole"));
  options.ctaLimit = spec.integer("ctas", 0);
  return options;
}

double readBudgetUs(Spec& spec) { return spec.number("budget_ms", 15) * 1e3; }

void addSteady(JsonObject& json, const SteadyResult& result) {
  json.add("medianUs", result.perCallUs.median)
      .add("spread", result.perCallUs.spread)
      .add("samples", result.perCallUs.samples)
      .add("clockMhz", result.clockMhz)
      .add("powerW", result.powerW)
      .add("energyMj", result.energyMj)
      .add("throttleReasons", result.throttle)
      .add("throttleNames", throttleNames(result.throttle));
}

/** After a load at the power cap the clock takes a while to rise again. */
constexpr double kCoolUs = 300'000;

void list(Spec& spec, Workbench& bench, JsonObject& json) {
  const Site site = siteOf(*bench.devices.front(), readPlace(spec), bench.random);
  const auto names = listImplementations(spec, site, kMostImplementations);
  spec.finish();
  json.add("status", "ok").add("implementations", names);
}

void solo(Spec& spec, Workbench& bench, Gate& gate, const std::function<double()>& idleW, JsonObject& json) {
  const BuildOptions options = readPlace(spec);
  const std::string state = spec.text("state", "burst");
  if (state != "burst" && state != "sustained" && state != "spaced") {
    throw std::invalid_argument("'state=" + state + "' is none of burst, sustained, spaced");
  }
  BurstOptions burst;
  double seconds = 0;
  if (state == "burst")
    burst.budgetUs = readBudgetUs(spec);
  else
    seconds = spec.number("seconds", 0.8);
  const auto operation = buildOperation(spec, options, bench);
  json.add("status", "ok").add("impl", operation->implementation);
  if (state == "burst") {
    const BurstResult result = measureBurst(*operation, gate, burst);
    json.add("medianUs", result.perCallUs.median)
        .add("spread", result.perCallUs.spread)
        .add("samples", result.perCallUs.samples)
        .add("clockMhz", result.clockMhz)
        .add("calls", result.calls);
  } else {
    const double idle = state == "spaced" ? idleW() : 0;
    addSteady(json, state == "spaced" ? measureSpaced(*operation, gate, seconds, idle)
                                      : measureSustained(*operation, gate, seconds));
    rest(kCoolUs);
  }
}

/** One implementation's burst time, or why it has none. */
struct Candidate {
  std::string implementation;
  BurstResult result;
  std::string error;
};

void sweep(Spec& spec, Workbench& bench, Gate& gate, JsonObject& json) {
  const BuildOptions options = readPlace(spec);
  BurstOptions careful;
  careful.budgetUs = readBudgetUs(spec);
  const int top = spec.integer("top", 3);
  const BurstOptions quick{.budgetUs = 450, .minSamples = 3, .sampleUs = 150, .medianError = 1};

  Spec shape = spec;
  const Site site = siteOf(*bench.devices.front(), options, bench.random);
  std::vector<Candidate> candidates;
  for (const std::string& name : listImplementations(shape, site, kMostImplementations)) {
    candidates.push_back({name, {}, ""});
  }
  const auto measure = [&](Candidate& candidate, const BurstOptions& effort) {
    for (const auto& device : bench.devices) device->resetArenas(false, bench.random);
    Spec one = spec;
    one.set("impl", candidate.implementation);
    try {
      const auto operation = buildOperation(one, options, bench);
      candidate.result = measureBurst(*operation, gate, effort);
    } catch (const CudaError&) {
      throw;
    } catch (const std::runtime_error& failure) {
      candidate.error = failure.what();
    } catch (const std::invalid_argument& failure) {
      candidate.error = failure.what();
    }
  };
  const auto time = [](const Candidate& candidate) {
    return candidate.error.empty() ? candidate.result.perCallUs.median : INFINITY;
  };
  const auto order = [&] {
    std::stable_sort(candidates.begin(), candidates.end(),
                     [&](const Candidate& a, const Candidate& b) { return time(a) < time(b); });
  };
  for (Candidate& candidate : candidates) measure(candidate, quick);
  order();
  for (int i = 0; i < std::min<int>(top, candidates.size()); ++i) {
    if (candidates[i].error.empty()) measure(candidates[i], careful);
  }
  order();

  std::vector<JsonObject> results;
  for (const Candidate& candidate : candidates) {
    JsonObject entry;
    entry.add("impl", candidate.implementation);
    if (candidate.error.empty()) {
      entry.add("medianUs", candidate.result.perCallUs.median)
          .add("spread", candidate.result.perCallUs.spread)
          .add("samples", candidate.result.perCallUs.samples);
    } else {
      entry.add("error", candidate.error);
    }
    results.push_back(entry);
  }
  json.add("status", "ok").add("results", results);
}

/**
 * Side `a` runs on the group and `b` on the remainder of one split; with `split=0` both run on ordinary streams, `b`
 * with at most `b.ctas` CTAs a kernel and `a`'s GEMMs told to count on the other SMs.
 */
void pair(Spec& spec, Workbench& bench, Gate& gate, JsonObject& json) {
  Spec first = spec.extract("a."), second = spec.extract("b.");
  const int groupSms = spec.integer("split");
  const double budgetUs = readBudgetUs(spec);
  spec.finish();

  BuildOptions firstOptions, secondOptions;
  secondOptions.side = Side::second;
  firstOptions.ctaLimit = first.integer("ctas", 0);
  secondOptions.ctaLimit = second.integer("ctas", 0);
  if (groupSms > 0) {
    firstOptions.partition = {PartitionSpec::Kind::group, groupSms};
    secondOptions.partition = {PartitionSpec::Kind::remainder, groupSms};
  } else {
    const int ctas = secondOptions.ctaLimit;
    const int smCount = bench.devices.front()->properties.multiProcessorCount;
    if (ctas <= 0 || ctas >= smCount) throw std::invalid_argument("split=0 needs b.ctas=N, fewer than the SMs");
    firstOptions.gemmSmTarget = smCount - ctas;
  }
  const bool collective = isCollective(first.text("op")) || isCollective(second.text("op"));
  firstOptions.everyDevice = secondOptions.everyDevice = collective;

  const auto a = buildOperation(first, firstOptions, bench);
  const auto b = buildOperation(second, secondOptions, bench);
  const PairResult result = measurePair(*a, *b, gate, budgetUs);
  json.add("status", "ok")
      .add("aUs", result.first.together.median)
      .add("bUs", result.second.together.median)
      .add("aSpread", result.first.together.spread)
      .add("bSpread", result.second.together.spread)
      .add("aSamples", result.first.together.samples)
      .add("bSamples", result.second.together.samples)
      .add("discarded", result.first.discarded + result.second.discarded)
      .add("aAloneUs", result.first.alone.median)
      .add("bAloneUs", result.second.alone.median)
      .add("aImpl", a->implementation)
      .add("bImpl", b->implementation);
}

void checkNumerics(Spec& spec, Workbench& bench, JsonObject& json) {
  BuildOptions options = readPlace(spec);
  options.rotate = false;
  constexpr double kMostError = 0.01;  // bf16 operands and results: 1e-3 to 1e-2
  const double relative = buildOperation(spec, options, bench)->check().relative();
  json.add("status", relative < kMostError ? "ok" : "failed").add("relativeError", relative);
}

}  // namespace

double Server::idleW() {
  constexpr double kSeconds = 0.7;
  if (idleW_ < 0) idleW_ = measureIdle(bench_.devices.front()->monitor, kSeconds).powerW;
  return idleW_;
}

std::string Server::answer(const std::string& line) {
  JsonObject json, failed;
  try {
    const size_t start = line.find_first_not_of(" \t\r");
    const size_t space = std::min(line.find_first_of(" \t\r", start), line.size());
    const std::string job = line.substr(start, space - start);
    Spec spec = Spec::parse(line.substr(space));
    json.add("id", spec.text("id"));
    failed = json;
    for (const auto& device : bench_.devices) device->resetArenas(job == "check", bench_.random);
    Device& device = *bench_.devices.front();
    device.activate();
    if (job == "list") {
      list(spec, bench_, json);
    } else if (job == "solo") {
      solo(spec, bench_, gate_, [this] { return idleW(); }, json);
    } else if (job == "sweep") {
      sweep(spec, bench_, gate_, json);
    } else if (job == "pair") {
      pair(spec, bench_, gate_, json);
    } else if (job == "check") {
      checkNumerics(spec, bench_, json);
    } else if (job == "idle") {
      spec.finish();
      const IdleResult result = measureIdle(device.monitor, 1.0);
      idleW_ = result.powerW;
      json.add("status", "ok").add("powerW", result.powerW).add("clockMhz", result.clockMhz);
    } else if (job == "copy") {
      spec.finish();
      json.add("status", "ok").add("bytesPerSecond", measureCopy(device));
    } else {
      throw std::invalid_argument("unknown job '" + job + "'");
    }
    return json.text();
  } catch (const UnsupportedError& error) {
    return failed.add("status", "unsupported").add("message", error.what()).text();
  } catch (const std::exception& error) {
    // A sticky error comes back from every later call; then only a new process can use the device.
    cudaGetLastError();
    for (const auto& device : bench_.devices) {
      device->activate();
      if (cudaDeviceSynchronize() != cudaSuccess) check(cudaDeviceSynchronize());
    }
    return failed.add("status", "error").add("message", error.what()).text();
  }
}

void Server::serve(std::istream& jobs, std::ostream& answers) {
  for (std::string line; std::getline(jobs, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    answers << answer(line) << std::endl;
  }
}

}  // namespace nanoflow
