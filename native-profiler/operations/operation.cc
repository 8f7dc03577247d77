#include "operation.h"

#include <cmath>
#include <limits>
#include <stdexcept>

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

void Operation::readFrom(const std::vector<MadeRows>&) {
  throw std::invalid_argument("this operation reads nothing that another one made");
}

void requireRows(const std::vector<MadeRows>& rows, size_t count, bool fp8) {
  if (rows.empty()) throw std::invalid_argument("the operation before leaves nothing to read");
  const MadeRows& first = rows.front();
  if ((first.fp8 != nullptr) != fp8) throw std::invalid_argument("the operation before writes another type");
  if (first.count == count) return;
  throw std::invalid_argument("the operation before writes " + std::to_string(first.count) + " elements, this reads " +
                              std::to_string(count));
}

}  // namespace nanoflow
