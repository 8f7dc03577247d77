#include "../method/device_kernels.h"
#include "operations.h"

namespace nanoflow {
namespace {

struct Copy {
  const __nv_bfloat16* from = nullptr;
  __nv_bfloat16* to = nullptr;
  size_t bytes = 0;
  bool byKernel = false;  ///< copyByKernel, else cudaMemcpyAsync
};

void copy(const Copy& p, const Placement& placement) {
  if (p.byKernel) return copyByKernel(p.to, p.from, p.bytes, placement.smCount, placement.stream);
  check(cudaMemcpyAsync(p.to, p.from, p.bytes, cudaMemcpyDeviceToDevice, placement.stream));
}

/** As short as another operation, it tells what launch, first latency and tail leave of the speed of a long copy. */
class CopyOperation final : public SimpleOperation<Copy, copy> {
 public:
  CopyOperation(Spec& spec, const Site& site) : SimpleOperation(site) {
    const int bytes = spec.integer("size");
    if (bytes <= 0 || bytes % 16 != 0) throw std::invalid_argument("size must be a positive multiple of 16, in bytes");
    count_ = static_cast<size_t>(bytes) / sizeof(__nv_bfloat16);
    implementation = spec.text("impl", "memcpy");
    const bool byKernel = implementation == "kernel";
    if (!byKernel && implementation != "memcpy") {
      throw std::invalid_argument("unknown implementation '" + implementation + "', use memcpy or kernel");
    }
    sets = site.rotations(2 * static_cast<size_t>(bytes));
    for (int i = 0; i < sets; ++i) {
      arguments_.push_back({site.input(count_), site.output(count_), static_cast<size_t>(bytes), byKernel});
    }
  }

  ErrorNorm check() override {
    poison(arguments_.front().to, count_);
    const Copy& p = runOnce();
    const auto from = downloadFloats(p.from, count_), to = downloadFloats(p.to, count_);
    ErrorNorm error;
    for (size_t i = 0; i < count_; ++i) error.add(to[i], from[i]);
    return error;
  }

 private:
  size_t count_ = 0;
};

}  // namespace

std::unique_ptr<Operation> makeCopy(Spec& spec, const Site& site) {
  return std::make_unique<CopyOperation>(spec, site);
}

}  // namespace nanoflow
