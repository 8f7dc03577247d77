#pragma once

namespace nanoflow {

/** Mask of a warp's exchanges in which all of its lanes take part. */
inline constexpr unsigned kAllLanes = 0xffffffffu;

}  // namespace nanoflow
