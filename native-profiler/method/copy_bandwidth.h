#pragma once

#include "device.h"

namespace nanoflow {

/** Bytes read plus bytes written per second by a copy in device memory: the better of driver and kernel copy. */
double measureCopy(Device& device);

}  // namespace nanoflow
