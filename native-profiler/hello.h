#pragma once

#include "operation.h"

namespace nanoflow {

/**
 * The server's first line: the machine, the library versions and the SM splits as the driver makes them.
 *
 * @param otherProcesses compute processes seen on the first device before this one opened it; -1 unknown
 */
std::string helloLine(const Workbench& bench, int otherProcesses);

}  // namespace nanoflow
