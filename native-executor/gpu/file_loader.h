#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "../../native-common/gpu/gpu.h"

namespace nanoflow {

/** A part of a file, and where it goes on the GPU. */
struct FilePart {
  size_t offset = 0, bytes = 0;
  char* to = nullptr;
};

/**
 * Copies parts of a file to a GPU. Some threads read pieces into pinned memory of their own and copy them from there: so
 * reads and copies overlap, and the host never holds more than those pieces.
 *
 * @throws std::runtime_error when the file cannot be read, std::invalid_argument when it ends before a part does,
 *   DeviceError
 */
void loadFile(const std::string& path, const std::vector<FilePart>& parts, const Gpu& gpu);

}  // namespace nanoflow
