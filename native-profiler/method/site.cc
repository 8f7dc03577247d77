#include "site.h"

namespace nanoflow {

int Site::rotations(size_t bytes) const {
  constexpr int kMost = 128;
  if (!rotate) return 1;
  const size_t wanted = 2 * static_cast<size_t>(device.gpu.properties.l2CacheSize);
  return static_cast<int>(std::clamp<size_t>(wanted / std::max<size_t>(bytes, 1) + 1, 1, kMost));
}

__nv_bfloat16* Site::mutableInput(size_t count) const {
  __nv_bfloat16* to = output(count);
  check(cudaMemcpy(to, input(count), count * sizeof(*to), cudaMemcpyDeviceToDevice));
  return to;
}

std::vector<float> downloadFloats(const __nv_bfloat16* from, size_t count) {
  std::vector<float> wide(count);
  const std::vector<__nv_bfloat16> packed = download(from, count);
  std::transform(packed.begin(), packed.end(), wide.begin(),
                 [](__nv_bfloat16 value) { return __bfloat162float(value); });
  return wide;
}

}  // namespace nanoflow
