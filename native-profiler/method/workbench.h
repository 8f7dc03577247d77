#pragma once

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "../../native-common/wire/spec.h"
#include "../../native-kernels/collective/communicators.h"
#include "../operations/operation.h"
#include "site.h"

namespace nanoflow {

/** What the jobs of a server share. */
struct Workbench {
  std::vector<std::unique_ptr<Device>> devices;
  Communicators communicators;
  std::mt19937_64 random;
};

/** How a job wants its operation built. */
struct BuildOptions {
  LaneOptions lane;  ///< but for its urgency, which the side decides
  Side side = Side::first;
  bool rotate = true;
  bool everyDevice = false;  ///< build a copy on every device, as a partner of a collective
};

bool isCollective(const std::string& op);

/** A Site of `device` for these options. */
Site siteOf(Device& device, const BuildOptions& options, std::mt19937_64& random);

/**
 * Builds the operation that `spec` describes (`op`, `impl` and its shape), its buffers filled.
 *
 * @throws std::invalid_argument for unknown words, shapes that the operation does not support
 * @throws std::length_error when the buffers do not fit, UnsupportedError
 */
std::unique_ptr<Operation> buildOperation(Spec& spec, const BuildOptions& options, Workbench& bench);

}  // namespace nanoflow
