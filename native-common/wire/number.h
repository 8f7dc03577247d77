#pragma once

#include <charconv>
#include <concepts>
#include <stdexcept>
#include <string>

namespace nanoflow {

/**
 * The number that all of `text` spells, in decimal.
 *
 * @param what the text is, as errors say
 * @throws std::invalid_argument naming `what` when it is no such number, or one that does not fit
 */
template <typename Number>
Number parseNumber(const std::string& text, const std::string& what) {
  Number number{};
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc() && rest == end) return number;
  const char* wanted = std::floating_point<Number> ? "a number"
                       : std::signed_integral<Number> ? "a whole number"
                                                      : "a whole number of 0 or more";
  throw std::invalid_argument("'" + what + "' takes " + wanted + ", not '" + text + "'");
}

}  // namespace nanoflow
