#include "gemm.h"

#include <cublasLt.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <source_location>

#include "../device/cuda_check.h"

namespace nanoflow {
namespace {

/** cuBLASLt's statuses by the rule of device_error.h. @throws std::invalid_argument, RefusedError, DeviceError */
void check(cublasStatus_t status, std::source_location where = std::source_location::current()) {
  if (status == CUBLAS_STATUS_SUCCESS) return;
  const std::string what = describe(cublasLtGetStatusName(status), where);
  switch (status) {
    case CUBLAS_STATUS_NOT_SUPPORTED:
    case CUBLAS_STATUS_INVALID_VALUE:
      throw std::invalid_argument(what);
    case CUBLAS_STATUS_ALLOC_FAILED:
      throw RefusedError(cudaErrorMemoryAllocation, what);
    case CUBLAS_STATUS_ARCH_MISMATCH:
      throw RefusedError(cudaErrorNotSupported, what);
    // Open: so it calls a launch that CUDA refused (clusters that do not fit the SMs), and one on a GPU that is lost.
    case CUBLAS_STATUS_EXECUTION_FAILED:
    case CUBLAS_STATUS_INTERNAL_ERROR:
      throw RefusedError(cudaErrorUnknown, what);
    default:
      throw DeviceError(cudaErrorUnknown, what);
  }
}

template <typename Handle, cublasStatus_t (*Destroy)(Handle)>
struct Owner {
  Handle handle = nullptr;
  Owner() = default;
  Owner(const Owner&) = delete;
  Owner& operator=(const Owner&) = delete;
  ~Owner() {
    if (handle != nullptr) Destroy(handle);
  }
};

using Library = Owner<cublasLtHandle_t, cublasLtDestroy>;
using Descriptor = Owner<cublasLtMatmulDesc_t, cublasLtMatmulDescDestroy>;
using Layout = Owner<cublasLtMatrixLayout_t, cublasLtMatrixLayoutDestroy>;
using Preference = Owner<cublasLtMatmulPreference_t, cublasLtMatmulPreferenceDestroy>;

cudaDataType_t operandType(const GemmFormat& format) { return format.fp8 ? CUDA_R_8F_E4M3 : CUDA_R_16BF; }

/** A shape as cuBLASLt sees it. Column-major: D[n, m] = weight[k, n]^T input[k, m]. */
struct Problem {
  GemmFormat format;
  Descriptor operation;
  Layout weight, input, output;

  Problem(const GemmShape& shape, int smTarget) : format(shape.format) {
    require(shape.m > 0 && shape.n > 0 && shape.k > 0, "GEMM sizes must be positive");
    require(!format.fp8 || (shape.n % 16 == 0 && shape.k % 16 == 0), "FP8 products take n and k in multiples of 16");
    check(cublasLtMatmulDescCreate(&operation.handle, CUBLAS_COMPUTE_32F, CUDA_R_32F));
    const cublasOperation_t transposed = CUBLAS_OP_T;
    set(CUBLASLT_MATMUL_DESC_TRANSA, transposed);
    if (smTarget > 0) set(CUBLASLT_MATMUL_DESC_SM_COUNT_TARGET, static_cast<int32_t>(smTarget));
    if (format.fp8) scaleRows();
    const cudaDataType_t type = operandType(format);
    check(cublasLtMatrixLayoutCreate(&weight.handle, type, shape.k, shape.n, shape.k));
    check(cublasLtMatrixLayoutCreate(&input.handle, type, shape.k, shape.m, shape.k));
    check(cublasLtMatrixLayoutCreate(&output.handle, CUDA_R_16BF, shape.n, shape.m, shape.n));
  }

  template <typename Value>
  void set(cublasLtMatmulDescAttributes_t attribute, Value value) {
    check(cublasLtMatmulDescSetAttribute(operation.handle, attribute, &value, sizeof value));
  }

 private:
  /**
   * A scale for each row of the weight, and for each of the input: columns, as cuBLASLt sees them. Its heuristic refuses
   * without addresses of scales, and looks no further than whether they are there and aligned.
   */
  void scaleRows() {
#if CUBLAS_VERSION >= 120900
    constexpr int32_t mode = CUBLASLT_MATMUL_MATRIX_SCALE_OUTER_VEC_32F;
    set(CUBLASLT_MATMUL_DESC_A_SCALE_MODE, mode);
    set(CUBLASLT_MATMUL_DESC_B_SCALE_MODE, mode);
    const auto* standIn = reinterpret_cast<const float*>(uintptr_t{256});
    set(CUBLASLT_MATMUL_DESC_A_SCALE_POINTER, standIn);
    set(CUBLASLT_MATMUL_DESC_B_SCALE_POINTER, standIn);
    set(CUBLASLT_MATMUL_DESC_FAST_ACCUM, static_cast<int8_t>(format.fastSums));
#else
    throw std::invalid_argument("FP8 products with a scale a row need cuBLASLt 12.9 or newer");
#endif
  }
};

/** One field of an implementation name. */
struct Field {
  const char* prefix;
  cublasLtMatmulAlgoConfigAttributes_t attribute;
  size_t bytes;
};

constexpr Field kClusterShape = {".c", CUBLASLT_ALGO_CONFIG_CLUSTER_SHAPE_ID, 2};
constexpr std::array<Field, 9> kFields = {{
    {"lt", CUBLASLT_ALGO_CONFIG_ID, 4},
    {".t", CUBLASLT_ALGO_CONFIG_TILE_ID, 4},
    {".s", CUBLASLT_ALGO_CONFIG_STAGES_ID, 4},
    kClusterShape,
    {".k", CUBLASLT_ALGO_CONFIG_SPLITK_NUM, 4},
    {".r", CUBLASLT_ALGO_CONFIG_REDUCTION_SCHEME, 4},
    {".w", CUBLASLT_ALGO_CONFIG_CTA_SWIZZLING, 4},
    {".o", CUBLASLT_ALGO_CONFIG_CUSTOM_OPTION, 4},
    {".i", CUBLASLT_ALGO_CONFIG_INNER_SHAPE_ID, 2},
}};

uint32_t attributeOf(const cublasLtMatmulAlgo_t& algorithm, const Field& field) {
  uint32_t value = 0;
  check(cublasLtMatmulAlgoConfigGetAttribute(&algorithm, field.attribute, &value, field.bytes, nullptr));
  return value;
}

std::string nameOf(const cublasLtMatmulAlgo_t& algorithm) {
  std::string name;
  for (const Field& field : kFields) name += field.prefix + std::to_string(attributeOf(algorithm, field));
  return name;
}

/** Kernels for GPUs before Hopper, which know no thread block clusters, name no shape. */
bool comesInClusters(const cublasLtMatmulAlgo_t& algorithm) {
  const uint32_t shape = attributeOf(algorithm, kClusterShape);
  return shape != CUBLASLT_CLUSTER_SHAPE_AUTO && shape != CUBLASLT_CLUSTER_SHAPE_1x1x1;
}

std::array<uint32_t, kFields.size()> parseName(const std::string& name) {
  std::array<uint32_t, kFields.size()> values{};
  size_t at = 0;
  for (size_t i = 0; i < kFields.size(); ++i) {
    const std::string prefix = kFields[i].prefix;
    size_t digits = 0;
    if (name.compare(at, prefix.size(), prefix) == 0) {
      at += prefix.size();
      while (at + digits < name.size() && std::isdigit(static_cast<unsigned char>(name[at + digits]))) ++digits;
    }
    if (digits == 0 || digits > 9) throw std::invalid_argument("not a GEMM implementation: '" + name + "'");
    values[i] = static_cast<uint32_t>(std::stoul(name.substr(at, digits)));
    at += digits;
  }
  if (at != name.size()) throw std::invalid_argument("not a GEMM implementation: '" + name + "'");
  return values;
}

cublasLtMatmulAlgo_t rebuild(cublasLtHandle_t library, const Problem& problem, const std::string& name) {
  const auto values = parseName(name);
  cublasLtMatmulAlgo_t algorithm;
  const cudaDataType_t type = operandType(problem.format);
  check(cublasLtMatmulAlgoInit(library, CUBLAS_COMPUTE_32F, CUDA_R_32F, type, type, CUDA_R_16BF, CUDA_R_16BF,
                               static_cast<int>(values[0]), &algorithm));
  for (size_t i = 1; i < kFields.size(); ++i) {
    check(cublasLtMatmulAlgoConfigSetAttribute(&algorithm, kFields[i].attribute, &values[i], kFields[i].bytes));
  }
  cublasLtMatmulHeuristicResult_t result{};
  check(cublasLtMatmulAlgoCheck(library, problem.operation.handle, problem.weight.handle, problem.input.handle,
                                problem.output.handle, problem.output.handle, &algorithm, &result));
  require(result.workspaceSize <= gemmWorkspaceBytes, "the GEMM implementation needs too large a workspace");
  return algorithm;
}

}  // namespace

struct GemmLibrary::State {
  Library library;

  std::vector<cublasLtMatmulAlgo_t> heuristic(const Problem& problem, int most) const {
    Preference preference;
    check(cublasLtMatmulPreferenceCreate(&preference.handle));
    const size_t bytes = gemmWorkspaceBytes;
    check(cublasLtMatmulPreferenceSetAttribute(preference.handle, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, &bytes,
                                               sizeof bytes));
    std::vector<cublasLtMatmulHeuristicResult_t> results(most);
    int found = 0;
    check(cublasLtMatmulAlgoGetHeuristic(library.handle, problem.operation.handle, problem.weight.handle,
                                         problem.input.handle, problem.output.handle, problem.output.handle,
                                         preference.handle, most, results.data(), &found));
    std::vector<cublasLtMatmulAlgo_t> algorithms;
    for (int i = 0; i < found; ++i) {
      if (results[i].state == CUBLAS_STATUS_SUCCESS) algorithms.push_back(results[i].algo);
    }
    return algorithms;
  }
};

struct GemmPlan::State {
  cublasLtHandle_t library;
  Problem problem;
  cublasLtMatmulAlgo_t algorithm{};
  float ofOutput;  ///< what the output's old value is multiplied by

  State(cublasLtHandle_t library, const GemmShape& shape, int smTarget)
      : library(library), problem(shape, smTarget), ofOutput(shape.addsToOutput ? 1.f : 0.f) {}

  void run(const void* input, const void* weight, __nv_bfloat16* output, void* workspace, cudaStream_t stream) const {
    const float one = 1.f;
    check(cublasLtMatmul(library, problem.operation.handle, &one, weight, problem.weight.handle, input,
                         problem.input.handle, &ofOutput, output, problem.output.handle, output, problem.output.handle,
                         &algorithm, workspace, gemmWorkspaceBytes, stream));
  }
};

GemmPlan::GemmPlan(std::unique_ptr<State> state) : state_(std::move(state)) {}
GemmPlan::GemmPlan(GemmPlan&&) noexcept = default;
GemmPlan& GemmPlan::operator=(GemmPlan&&) noexcept = default;
GemmPlan::~GemmPlan() = default;

void GemmPlan::run(const __nv_bfloat16* input, const __nv_bfloat16* weight, __nv_bfloat16* output, void* workspace,
                   cudaStream_t stream) const {
  require(!state_->problem.format.fp8, "this product is planned in FP8");
  state_->run(input, weight, output, workspace, stream);
}

void GemmPlan::run(const ScaledProduct& product, void* workspace, cudaStream_t stream) const {
  require(state_->problem.format.fp8, "this product is planned in bf16");
  state_->problem.set(CUBLASLT_MATMUL_DESC_A_SCALE_POINTER, product.weightScales);
  state_->problem.set(CUBLASLT_MATMUL_DESC_B_SCALE_POINTER, product.inputScales);
  state_->run(product.input, product.weight, product.output, workspace, stream);
}

GemmLibrary::GemmLibrary() : state_(std::make_unique<State>()) { check(cublasLtCreate(&state_->library.handle)); }
GemmLibrary::~GemmLibrary() = default;

std::vector<std::string> GemmLibrary::implementations(const GemmShape& shape, int smTarget, int most,
                                                      bool clusters) const {
  constexpr int kAsked = 64;  // the heuristic repeats itself
  std::vector<std::string> names;
  const auto collect = [&](int target) {
    for (const cublasLtMatmulAlgo_t& algorithm : state_->heuristic(Problem(shape, target), kAsked)) {
      if (!clusters && comesInClusters(algorithm)) continue;
      const std::string name = nameOf(algorithm);
      const bool known = std::find(names.begin(), names.end(), name) != names.end();
      if (!known && static_cast<int>(names.size()) < most) names.push_back(name);
    }
  };
  collect(smTarget);
  // What it would choose for the whole device widens the choice: in company other tiles win than alone.
  if (smTarget > 0) collect(0);
  return names;
}

std::string GemmLibrary::preferred(const GemmShape& shape, int smTarget) const {
  const auto found = state_->heuristic(Problem(shape, smTarget), 1);
  require(!found.empty(), "cuBLASLt has no algorithm for this shape");
  return nameOf(found.front());
}

GemmPlan GemmLibrary::plan(const GemmShape& shape, const std::string& implementation, int smTarget) const {
  auto state = std::make_unique<GemmPlan::State>(state_->library.handle, shape, smTarget);
  state->algorithm = rebuild(state_->library.handle, state->problem, implementation);
  return GemmPlan(std::move(state));
}

size_t GemmLibrary::version() { return cublasLtGetVersion(); }

}  // namespace nanoflow
