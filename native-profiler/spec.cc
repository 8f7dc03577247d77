#include "spec.h"

#include <charconv>
#include <sstream>
#include <stdexcept>

namespace nanoflow {
namespace {

template <typename Number>
Number parseNumber(const std::string& key, const std::string& value) {
  Number number{};
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size()) {
    throw std::invalid_argument("'" + key + "=" + value + "' is not a number");
  }
  return number;
}

}  // namespace

Spec Spec::parse(const std::string& words) {
  Spec spec;
  std::istringstream stream(words);
  for (std::string word; stream >> word;) {
    const size_t equals = word.find('=');
    if (equals == 0 || equals == std::string::npos) throw std::invalid_argument("'" + word + "' is not key=value");
    if (!spec.values_.emplace(word.substr(0, equals), word.substr(equals + 1)).second) {
      throw std::invalid_argument("'" + word.substr(0, equals) + "' is given twice");
    }
  }
  return spec;
}

std::string Spec::text(const std::string& key) {
  const auto found = values_.find(key);
  if (found == values_.end()) throw std::invalid_argument("'" + prefix_ + key + "=' is missing");
  read_.insert(key);
  return found->second;
}

std::string Spec::text(const std::string& key, const std::string& fallback) { return has(key) ? text(key) : fallback; }

int Spec::integer(const std::string& key) { return parseNumber<int>(prefix_ + key, text(key)); }

int Spec::integer(const std::string& key, int fallback) { return has(key) ? integer(key) : fallback; }

double Spec::number(const std::string& key, double fallback) {
  return has(key) ? parseNumber<double>(prefix_ + key, text(key)) : fallback;
}

Spec Spec::extract(const std::string& prefix) {
  Spec part;
  part.prefix_ = prefix;
  for (auto at = values_.begin(); at != values_.end();) {
    if (!at->first.starts_with(prefix)) {
      ++at;
      continue;
    }
    part.values_.emplace(at->first.substr(prefix.size()), at->second);
    at = values_.erase(at);
  }
  return part;
}

void Spec::finish() const {
  for (const auto& [key, value] : values_) {
    if (!read_.contains(key)) throw std::invalid_argument("unknown key '" + prefix_ + key + "'");
  }
}

}  // namespace nanoflow
