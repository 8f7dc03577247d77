#include "server.h"

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

std::string Server::answer(const std::string& line) {
  Workbench& bench = context_.bench;
  JsonObject done, failed;
  try {
    const size_t start = line.find_first_not_of(" \t\r");
    const size_t space = std::min(line.find_first_of(" \t\r", start), line.size());
    const std::string verb = line.substr(start, space - start);
    Spec spec = Spec::parse(line.substr(space));
    done.add("id", spec.text("id"));
    failed = done;
    const Job job = jobOf(verb);
    for (const auto& device : bench.devices) device->resetArenas(job == checkJob, bench.random);
    bench.devices.front()->activate();
    job(spec, context_, done);
    return done.text();
  } catch (const UnsupportedError& error) {
    return failed.add("status", "unsupported").add("message", error.what()).text();
  } catch (const std::exception& error) {
    for (const auto& device : bench.devices) device->recover();
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
