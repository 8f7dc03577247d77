#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>

namespace nanoflow {

/** Words `key=value` of a request. Remembers which were read, so that a misspelt one is an error, not ignored. */
class Spec {
 public:
  Spec() = default;

  /** @throws std::invalid_argument naming a word that is no `key=value` or comes twice */
  static Spec parse(const std::string& words);

  bool has(const std::string& key) const { return values_.contains(key); }

  bool hasPrefix(const std::string& prefix) const {
    const auto first = values_.lower_bound(prefix);
    return first != values_.end() && first->first.starts_with(prefix);
  }

  void set(const std::string& key, const std::string& value) { values_[key] = value; }

  /*
   * Each reads one word. Without a fallback the word must be there; what it says must be of the kind.
   * They throw std::invalid_argument naming the key.
   */
  std::string text(const std::string& key);
  std::string text(const std::string& key, const std::string& fallback);
  int integer(const std::string& key);
  int integer(const std::string& key, int fallback);
  /** Of bytes or elements: 64 bits, not negative. */
  size_t count(const std::string& key);
  double number(const std::string& key, double fallback);

  /** Moves the words that start with `prefix` into a spec of their own, without the prefix. */
  Spec extract(const std::string& prefix);

  /** @throws std::invalid_argument naming the first word that nothing has read */
  void finish() const;

 private:
  std::map<std::string, std::string> values_;
  std::set<std::string> read_;
  std::string prefix_;
};

}  // namespace nanoflow
