#pragma once

#include <optional>
#include <string>

namespace nanoflow {

/** Which SMs of a GPU work runs on: all of them, or one side of a split in two. */
struct Partition {
  enum class Kind { whole, group, remainder };
  Kind kind = Kind::whole;
  int groupSms = 0;  ///< SMs asked for the group of the split; see SmSplit

  /** The kind of this name; empty when there is none. */
  static std::optional<Kind> kindNamed(const std::string& name);

  /** As jobs have it in `part`. @throws std::invalid_argument unless `whole`, `group:G` or `remainder:G` */
  static Partition parse(const std::string& text);
};

}  // namespace nanoflow
