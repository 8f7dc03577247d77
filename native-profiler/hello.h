#pragma once

#include <optional>

#include "../native-common/wire/json.h"
#include "method/workbench.h"

namespace nanoflow {

/**
 * The server's first line: the machine, the library versions and the SM splits as the driver makes them.
 *
 * @param otherProcesses compute processes seen on the first device before this one opened it; empty when unknown
 */
JsonObject hello(const Workbench& bench, const std::optional<std::vector<GpuProcess>>& otherProcesses);

}  // namespace nanoflow
