#pragma once

#include <cuda_runtime_api.h>

#include <string>
#include <vector>

namespace nanoflow {

/** @throws FatalError unless each is the ordinal of a GPU that the driver offers, of compute capability 8.0 or later */
void requireDevices(const std::vector<int>& ordinals);

/** What the driver knows of a GPU; takes no context on it. @throws DeviceError */
cudaDeviceProp propertiesOf(int ordinal);

/** The same, and makes the GPU the current one, for members that are made after it. @throws DeviceError */
cudaDeviceProp activatedProperties(int ordinal);

/**
 * Asks a GPU after a request failed: clears the errors that can be cleared, and waits for what still runs. Makes it the
 * current one.
 *
 * @throws DeviceError when an error stays: then only a new process can use the GPU
 */
void requireUsable(int ordinal);

/** "GPU-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" */
std::string uuidText(const cudaDeviceProp& properties);

}  // namespace nanoflow
