#pragma once

#include <cmath>

namespace nanoflow {

/**
 * Why a row of logits gives no token. Its request cannot go on; those of other rows can. The row's token is then 0, so
 * that whoever feeds it back reads inside the table of embeddings.
 */
enum class RowFault : int {
  none = 0,
  nan = 1,       ///< a logit is not a number
  infinite = 2,  ///< a logit is plus infinity: there is no softmax
  empty = 3,     ///< all logits are minus infinity
};

/** Of a row with the largest logit `peak`, NaN left out; single logits of minus infinity only exclude their tokens. */
__host__ __device__ inline RowFault faultOf(bool hasNan, float peak) {
  if (hasNan) return RowFault::nan;
  if (peak == INFINITY) return RowFault::infinite;
  return peak == -INFINITY ? RowFault::empty : RowFault::none;
}

/** As answers have it. */
inline const char* faultName(RowFault fault) {
  switch (fault) {
    case RowFault::none:
      return "none";
    case RowFault::nan:
      return "nan";
    case RowFault::infinite:
      return "infinite";
    case RowFault::empty:
      return "empty";
  }
  return "unknown";
}

}  // namespace nanoflow
