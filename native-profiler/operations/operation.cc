#include "operation.h"

#include <cmath>
#include <limits>

namespace nanoflow {

void ErrorNorm::add(double output, double reference) {
  finite_ = finite_ && std::isfinite(output);
  difference_ += (output - reference) * (output - reference);
  reference_ += reference * reference;
}

double ErrorNorm::relative() const {
  if (!finite_ || reference_ == 0) return std::numeric_limits<double>::infinity();
  return std::sqrt(difference_ / reference_);
}

}  // namespace nanoflow
