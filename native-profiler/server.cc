#include "server.h"

#include "../native-common/gpu/devices.h"

namespace nanoflow {
namespace {

using Job = void (*)(Spec&, JobContext&, JsonObject&);

Job jobOf(const std::string& verb) {
  static const std::map<std::string, Job> table = {
      {"idle", idleJob},   {"copy", copyJob}, {"solo", soloJob},
      {"sweep", sweepJob}, {"pair", pairJob}, {"check", checkJob}, {"mix", mixJob},
  };
  const auto found = table.find(verb);
  if (found == table.end()) throw std::invalid_argument("unknown job '" + verb + "'");
  return found->second;
}

}  // namespace

std::optional<std::string> Server::handle(Request& request, JsonObject& answer) {
  Workbench& bench = context_.bench;
  const Job job = jobOf(request.verb);
  for (const auto& device : bench.devices) device->resetArenas(job == checkJob, bench.random);
  bench.devices.front()->gpu.activate();
  context_.gate.forget();
  job(request.words, context_, answer);
  if (context_.gate.timesGivenUp() > 0) answer.add("lateSamples", context_.gate.timesGivenUp());
  return std::string();
}

void Server::recover() {
  for (const auto& device : context_.bench.devices) requireUsable(device->gpu.ordinal);
}

}  // namespace nanoflow
