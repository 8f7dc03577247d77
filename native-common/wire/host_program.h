#pragma once

#include <functional>
#include <string>
#include <vector>

#include "spec.h"

namespace nanoflow {

/** Ends the program. `code` tells whoever drives it what to do about it, `message` people. */
struct FatalError {
  std::string code;
  std::string message;
};

/** A program that is driven through its standard streams. */
struct HostProgram {
  std::string name;
  std::string usage;  ///< its options, in brackets

  /**
   * Reads the options, by their names with the dashes, and returns the work to do.
   *
   * @throws std::invalid_argument on a value that makes no sense
   */
  std::function<std::function<void()>(Spec& options)> prepare;
};

/**
 * The body of `main`: options, work, and how either fails. Wrong options go to standard error; what ends the work is
 * the last line on standard output, `{"type":"fatal", code, message}`.
 *
 * @returns the exit code: 0, 2 for wrong options, 5 when the work could not go on
 */
int runHostProgram(const HostProgram& program, int count, char** words);

/** GPUs of `--device 0[,1...]`; the first when it is left out. @throws std::invalid_argument */
std::vector<int> readDevices(Spec& options);

}  // namespace nanoflow
