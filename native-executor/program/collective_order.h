#pragma once

#include <string>
#include <vector>

namespace nanoflow {

/** Whether a kernel's call is one on all ranks, in which they meet. */
bool isCollective(const std::string& kernel);

/**
 * Sees to it that all ranks come to a program's collectives in one order. All ranks run one text; but two collectives
 * that no edge orders could start in one order on one GPU and in the other on the next, and both would wait for ever.
 * So each has to follow the one before it. Then none meets itself either, and one object serves all calls of its kind.
 */
class CollectiveOrder {
 public:
  /**
   * Takes the next instruction in.
   *
   * @param waits positions of earlier instructions
   * @throws std::invalid_argument on a collective that may overtake the one before it
   */
  void add(int queue, const std::vector<int>& waits, bool collective);

 private:
  int count_ = 0;              ///< collectives so far
  std::vector<int> followed_;  ///< by instruction: of the collectives, so many come before its end
  std::vector<int> newest_;    ///< by queue: the same of its newest instruction
};

}  // namespace nanoflow
