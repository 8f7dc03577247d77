#pragma once

#include <cmath>
#include <concepts>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nanoflow {

/** `text` as a JSON string, quotes included. */
inline std::string quoteJson(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", c);
      quoted += escaped;
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

/** Builds one JSON object, members in the order of the calls. */
class JsonObject {
 public:
  /** A member whose value is JSON already. */
  JsonObject& raw(std::string_view key, std::string_view json) {
    body_ += (body_.empty() ? "" : ",") + quoteJson(key) + ":" + std::string(json);
    return *this;
  }
  JsonObject& add(std::string_view key, std::string_view value) { return raw(key, quoteJson(value)); }
  JsonObject& add(std::string_view key, const char* value) { return raw(key, quoteJson(value)); }
  JsonObject& add(std::string_view key, std::integral auto value) { return raw(key, std::to_string(value)); }
  /** Six digits; null where it is no finite number. */
  JsonObject& add(std::string_view key, double value) {
    if (!std::isfinite(value)) return raw(key, "null");
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return raw(key, text);
  }
  /** null where it is empty. */
  JsonObject& add(std::string_view key, const std::optional<double>& value) {
    return value ? add(key, *value) : raw(key, "null");
  }
  JsonObject& add(std::string_view key, const std::vector<std::string>& values) {
    std::vector<std::string> quoted;
    for (const std::string& value : values) quoted.push_back(quoteJson(value));
    return rawArray(key, quoted);
  }
  JsonObject& add(std::string_view key, const std::vector<JsonObject>& values) {
    std::vector<std::string> texts;
    for (const JsonObject& value : values) texts.push_back(value.text());
    return rawArray(key, texts);
  }
  std::string text() const { return "{" + body_ + "}"; }

 private:
  JsonObject& rawArray(std::string_view key, const std::vector<std::string>& items) {
    std::string joined;
    for (const std::string& item : items) joined += (joined.empty() ? "" : ",") + item;
    return raw(key, "[" + joined + "]");
  }

  std::string body_;
};

}  // namespace nanoflow
