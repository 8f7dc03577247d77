#pragma once

#include <vector>

#include "../device/placement.h"

namespace nanoflow {

/**
 * CTAs, on each GPU, of a kernel whose CTAs wait for those of the other ranks. All must be resident at once, each meets
 * those of its index, and what each does follows from how many there are: so ranks that differ would wait for ever.
 *
 * @param ctas asked for; the limits of the places may lower it
 * @param places of all ranks, in their order
 * @param ctasPerSm that fit an SM, as the kernel's launch bounds promise
 * @throws std::invalid_argument naming ranks where they would differ, or the rank whose share of SMs is too small
 */
int peerGrid(int ctas, const std::vector<Placement>& places, int ctasPerSm);

template <typename Lane>
std::vector<Placement> placesOf(const std::vector<Lane>& lanes) {
  std::vector<Placement> places;
  for (const Lane& lane : lanes) places.push_back(lane.placement);
  return places;
}

}  // namespace nanoflow
