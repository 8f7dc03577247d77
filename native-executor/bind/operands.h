#pragma once

#include <cuda_bf16.h>
#include <cuda_fp8.h>

#include <stdexcept>
#include <string>

#include "../../native-common/gpu/gpu.h"
#include "../../native-common/gpu/instruction.h"
#include "../../native-common/wire/precision.h"
#include "../../native-common/wire/spec.h"
#include "../../native-kernels/sampling/sampling.h"
#include "../../native-kernels/sampling/slot_sampling.h"
#include "../gpu/rank.h"

namespace nanoflow {

/** The words of one call: addresses as `@field`, sizes and the implementation by name. */
class Operands {
 public:
  /** @param lane of the rank */
  Operands(Spec& words, const Lane& lane, const Rank& rank) : lane(lane), rank(rank), words_(words) {}

  /** Positive. */
  int size(const char* key) {
    const int value = words_.integer(key);
    if (value <= 0) throw std::invalid_argument(std::string("'") + key + "' must be positive");
    return value;
  }
  bool flag(const char* key, bool fallback) { return words_.integer(key, fallback ? 1 : 0) != 0; }
  float epsilon() { return static_cast<float>(words_.number("epsilon", 1e-5)); }
  std::string implementation() { return words_.text("implementation"); }
  /** Whether `operands`, `output` or `kv` is FP8. */
  bool fp8(const char* key) { return isFp8(words_, key); }
  /** A word of the call. */
  std::string text(const char* key, const char* fallback) { return words_.text(key, fallback); }
  bool has(const char* field) const { return words_.has(std::string("@") + field); }

  /** Memory of a parameter of the kernel, for at least `count` elements. */
  template <typename T = __nv_bfloat16>
  T* pointer(const char* field, size_t count) {
    return rank.memory.array<T>(words_.text(std::string("@") + field), count);
  }

  /** FP8 rows, aligned as the kernels that load them need it. */
  __nv_fp8_e4m3* rows(const char* field, size_t count) {
    pointer<uint4>(field, 0);
    return pointer<__nv_fp8_e4m3>(field, count);
  }

  /** The output of a call that may write bf16 or FP8. */
  template <typename Call>
  void readOutput(int tokens, int width, Call& call) {
    const size_t count = static_cast<size_t>(tokens) * width;
    if (!fp8("output")) {
      call.output = pointer("output", count);
      return;
    }
    call.quantised = rows("output", count);
    call.scales = pointer<float>("outputScales", tokens);
  }

  const Lane& lane;  ///< where the call runs
  const Rank& rank;

 private:
  Spec& words_;
};

/** In 64 bits, as counts of elements need. */
inline size_t product(int a, int b) { return static_cast<size_t>(a) * b; }

/** Reads the implementation of a kernel that has one only. @throws std::invalid_argument on another */
inline void acceptDefault(Operands& p) {
  const std::string name = p.implementation();
  if (name != "default") throw std::invalid_argument("unknown implementation '" + name + "', only 'default' exists");
}

/** Sampling by slots of the rows that greedy sampling leaves to it. */
SlotSampling readSlotSampling(Operands& p, const Sampling& rows);

/** What slots keep of sampling. Tables of adjustments are there only where `tables` says how many. */
SlotTables readSlotTables(Operands& p, int vocabulary);

/*
 * Binders of the kernels: each reads the words of one call and returns its launch on the lane.
 */

Launch bindEmbedding(Operands& p);
Launch bindRmsNorm(Operands& p);
Launch bindGemm(Operands& p);
Launch bindGroupedGemm(Operands& p);
Launch bindSiluMul(Operands& p);
Launch bindQuantiseRows(Operands& p);

Launch bindRopeKvAppend(Operands& p);
Launch bindDecodePlan(Operands& p);
Launch bindDecodeAttention(Operands& p);
Launch bindPrefillPlan(Operands& p);
Launch bindPrefillAttention(Operands& p);

Launch bindSlotUpdate(Operands& p);
Launch bindSampling(Operands& p);

Launch bindRouter(Operands& p);
Launch bindMoePermute(Operands& p);
Launch bindMoeCombine(Operands& p);

}  // namespace nanoflow
