#pragma once

#include <cuda_runtime_api.h>

#include <string>
#include <vector>

namespace nanoflow {

/** @throws FatalError unless each is the ordinal of a GPU that the driver offers, of compute capability 8.0 or later */
void requireDevices(const std::vector<int>& ordinals);

/** What the driver knows of a GPU; takes no context on it. @throws CudaError */
cudaDeviceProp propertiesOf(int ordinal);

/** The same, and makes the GPU the current one, for members that are made after it. @throws CudaError */
cudaDeviceProp activatedProperties(int ordinal);

/** "GPU-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" */
std::string uuidText(const cudaDeviceProp& properties);

}  // namespace nanoflow
