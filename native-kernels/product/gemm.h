#pragma once

#include <cuda_bf16.h>
#include <cuda_fp8.h>
#include <cuda_runtime_api.h>

#include <memory>
#include <string>
#include <vector>

namespace nanoflow {

/**
 * Types of a product. In FP8 input and weight are e4m3, each row with a float32 scale: a value is what is stored times its
 * row's scale. The output is bf16.
 */
struct GemmFormat {
  bool fp8 = false;
  /** FP8 only: sums stay in the tensor cores' own format, of fewer bits than fp32, and are never moved to registers. */
  bool fastSums = false;
};

/** output[m, n] = input[m, k] weight[n, k]^T; all row-major, fp32 accumulation unless the format says otherwise. */
struct GemmShape {
  int m = 0;
  int n = 0;
  int k = 0;
  GemmFormat format{};
  bool addsToOutput = false;  ///< output += product: the sum is rounded once
};

/** Operands and result of an FP8 product. */
struct ScaledProduct {
  const __nv_fp8_e4m3* input = nullptr;   ///< [m, k], 16-byte aligned
  const float* inputScales = nullptr;     ///< [m]
  const __nv_fp8_e4m3* weight = nullptr;  ///< [n, k], 16-byte aligned
  const float* weightScales = nullptr;    ///< [n]
  __nv_bfloat16* output = nullptr;        ///< [m, n]
};

/** Scratch that every stream running GEMMs must own. */
inline constexpr size_t gemmWorkspaceBytes = 32u << 20;

/** A shape bound to one cuBLASLt algorithm; cheap to run, safe to capture. */
class GemmPlan {
 public:
  struct State;
  explicit GemmPlan(std::unique_ptr<State> state);
  GemmPlan(GemmPlan&&) noexcept;
  GemmPlan& operator=(GemmPlan&&) noexcept;
  ~GemmPlan();

  /** Of a plan in bf16. */
  void run(const __nv_bfloat16* input, const __nv_bfloat16* weight, __nv_bfloat16* output, void* workspace,
           cudaStream_t stream) const;

  /** Of a plan in FP8. */
  void run(const ScaledProduct& product, void* workspace, cudaStream_t stream) const;

 private:
  std::unique_ptr<State> state_;
};

/**
 * cuBLASLt on the current device.
 *
 * An implementation name holds all that rebuilds the algorithm, in cuBLASLt's own numbers:
 * `lt<id>.t<tile>.s<stages>.c<cluster shape>.k<split-K>.r<reduction>.w<CTA swizzle>.o<custom option>.i<inner shape>`.
 * Names are valid for one cuBLASLt version.
 */
class GemmLibrary {
 public:
  GemmLibrary();
  ~GemmLibrary();
  GemmLibrary(const GemmLibrary&) = delete;
  GemmLibrary& operator=(const GemmLibrary&) = delete;

  /**
   * The heuristic's distinct implementations for `smTarget` SMs, best first, then those for the whole device.
   *
   * @param smTarget SMs the GEMM may count on; 0: all
   * @param clusters whether those in thread block clusters count
   */
  std::vector<std::string> implementations(const GemmShape& shape, int smTarget, int most, bool clusters) const;

  /**
   * The heuristic's first choice, what cuBLAS itself would run.
   *
   * @throws std::invalid_argument when it has none for this shape; in FP8, when this cuBLASLt is too old (12.9)
   */
  std::string preferred(const GemmShape& shape, int smTarget) const;

  /** @throws std::invalid_argument when cuBLASLt does not support the implementation for this shape */
  GemmPlan plan(const GemmShape& shape, const std::string& implementation, int smTarget) const;

  static size_t version();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace nanoflow
