#include "spec.h"

#include <sstream>
#include <stdexcept>

#include "number.h"

namespace nanoflow {

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

int Spec::integer(const std::string& key) { return parseNumber<int>(text(key), prefix_ + key); }

int Spec::integer(const std::string& key, int fallback) { return has(key) ? integer(key) : fallback; }

size_t Spec::count(const std::string& key) { return parseNumber<size_t>(text(key), prefix_ + key); }

double Spec::number(const std::string& key, double fallback) {
  return has(key) ? parseNumber<double>(text(key), prefix_ + key) : fallback;
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
