#pragma once

#include <chrono>
#include <istream>

namespace nanoflow {

/**
 * Waits until standard input holds something to read or has ended, but no longer than `most`.
 *
 * @param input std::cin, which may have read ahead; not synchronised with stdio, whose buffer it could not see
 * @returns whether there is something, or the end
 */
bool awaitInput(std::istream& input, std::chrono::microseconds most);

}  // namespace nanoflow
