#pragma once

#include <string>
#include <vector>

#include "../../native-common/gpu/gpu.h"
#include "file_pieces.h"

namespace nanoflow {

/**
 * Copies parts of a file to a GPU. Some threads read pieces into pinned memory of their own and copy them from there: so
 * reads and copies overlap, and the host never holds more than those pieces.
 *
 * @throws std::runtime_error when the file cannot be read, std::invalid_argument when it ends before a part does,
 *   DeviceError
 */
void loadFile(const std::string& path, const std::vector<FilePart>& parts, const Gpu& gpu);

}  // namespace nanoflow
