#pragma once

#include <cassert>

namespace nanoflow {

/**
 * In a build with the CMake option NANOFLOW_CHECKS, stops the GPU unless 0 <= index < end, and says on standard error
 * `row:ROW: KERNEL: block: ..., thread: ... Assertion 'WHAT' failed.` In any other build it is nothing: the host has
 * checked the same before it launched.
 *
 * @param row of the kernel's input whose id this is
 */
__device__ inline void checkIndex([[maybe_unused]] const char* kernel, [[maybe_unused]] int row,
                                  [[maybe_unused]] const char* what, [[maybe_unused]] long index,
                                  [[maybe_unused]] long end) {
#ifdef NANOFLOW_CHECKS
  if (index < 0 || index >= end) __assert_fail(what, "row", row, kernel);
#endif
}

}  // namespace nanoflow
