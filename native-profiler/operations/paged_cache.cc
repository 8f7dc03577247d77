#include "paged_cache.h"

#include <cmath>

namespace nanoflow {

std::vector<double> HostCache::attend(const float* query, int sequence, int head, int context) const {
  std::vector<double> weights(context);
  for (int token = 0; token < context; ++token) {
    const float* key = rowOf(keys, sequence, head, token);
    double score = 0;
    for (int d = 0; d < shape.headSize; ++d) score += static_cast<double>(query[d]) * element(key, d, token);
    weights[token] = score / std::sqrt(static_cast<double>(shape.headSize));
  }
  const double peak = *std::max_element(weights.begin(), weights.end());
  double mass = 0;
  for (double& weight : weights) mass += weight = std::exp(weight - peak);
  std::vector<double> output(shape.headSize, 0.0);
  for (int token = 0; token < context; ++token) {
    const float* value = rowOf(values, sequence, head, token);
    for (int d = 0; d < shape.headSize; ++d) output[d] += weights[token] / mass * element(value, d, token);
  }
  return output;
}

}  // namespace nanoflow
