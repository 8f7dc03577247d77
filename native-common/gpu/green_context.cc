#include "green_context.h"

#include "../../native-kernels/device/driver_entry.h"

namespace nanoflow {
namespace {

template <typename Function>
Function* entryPoint(const char* name) {
  constexpr unsigned kVersion = 12050;  // green contexts have had these signatures since CUDA 12.5
  return driverEntry<Function>(name, kVersion);
}

struct Driver {
  decltype(cuDeviceGetDevResource)* deviceResource =
      entryPoint<decltype(cuDeviceGetDevResource)>("cuDeviceGetDevResource");
  decltype(cuDevSmResourceSplitByCount)* splitByCount =
      entryPoint<decltype(cuDevSmResourceSplitByCount)>("cuDevSmResourceSplitByCount");
  decltype(cuDevResourceGenerateDesc)* describeResource =
      entryPoint<decltype(cuDevResourceGenerateDesc)>("cuDevResourceGenerateDesc");
  decltype(cuGreenCtxCreate)* create = entryPoint<decltype(cuGreenCtxCreate)>("cuGreenCtxCreate");
  decltype(cuGreenCtxDestroy)* destroy = entryPoint<decltype(cuGreenCtxDestroy)>("cuGreenCtxDestroy");
  decltype(cuGreenCtxGetDevResource)* contextResource =
      entryPoint<decltype(cuGreenCtxGetDevResource)>("cuGreenCtxGetDevResource");
  decltype(cuGreenCtxStreamCreate)* createStream =
      entryPoint<decltype(cuGreenCtxStreamCreate)>("cuGreenCtxStreamCreate");
};

const Driver& driver() {
  static const Driver functions;
  return functions;
}

}  // namespace

GreenContext::GreenContext(const CUdevResource& resource, int device) {
  CUdevResource input = resource;
  CUdevResourceDesc description{};
  check(driver().describeResource(&description, &input, 1));
  CUgreenCtx context = nullptr;
  check(driver().create(&context, description, device, CU_GREEN_CTX_DEFAULT_STREAM));
  context_.reset(context);
  CUdevResource actual{};
  check(driver().contextResource(context, &actual, CU_DEV_RESOURCE_TYPE_SM));
  smCount_ = static_cast<int>(actual.sm.smCount);
  CUstream stream = nullptr;
  check(driver().createStream(&stream, context, CU_STREAM_NON_BLOCKING, 0));
  stream_.reset(stream);
}

void GreenContext::DestroyContext::operator()(CUgreenCtx context) const { driver().destroy(context); }

SmSplit::Resources SmSplit::divide(int device, int groupSms) {
  CUdevResource all{};
  check(driver().deviceResource(device, &all, CU_DEV_RESOURCE_TYPE_SM));
  require(groupSms > 0 && groupSms < static_cast<int>(all.sm.smCount), "the group must leave SMs to the remainder");
  Resources parts{};
  unsigned groups = 1;
  check(driver().splitByCount(&parts.group, &groups, &all, &parts.remainder, 0, groupSms));
  require(groups == 1 && parts.remainder.sm.smCount > 0, "the device cannot be split this way");
  return parts;
}

SmSplit::SmSplit(int device, int groupSms) : SmSplit(device, divide(device, groupSms)) {}

SmSplit::SmSplit(int device, const Resources& resources)
    : group(resources.group, device), remainder(resources.remainder, device) {}

}  // namespace nanoflow
