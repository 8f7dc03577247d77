#pragma once

#include "router.h"

namespace nanoflow {

/**
 * Second part of the router: the permutation that groups (token, choice) pairs by expert, from `experts` and
 * `groupCounts`. From compute capability 9.0 on its kernel becomes resident while the one before it on the stream,
 * which must write both, still runs, as soon as that has called releaseDependents.
 *
 * @param groupTokens of the groups that were counted: at most 512 choices
 */
void permuteByExpert(const Router& arguments, int groupTokens, const Placement& placement);

#ifdef __CUDACC__

/** Lets the next kernel of the stream become resident as soon as all CTAs of this one run. */
__device__ inline void releaseDependents() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  cudaTriggerProgrammaticLaunchCompletion();
#endif
}

/** Waits until the preceding kernel is complete and what it wrote can be read. */
__device__ inline void awaitPrecedingKernel() {
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
  cudaGridDependencySynchronize();
#endif
}

#endif

}  // namespace nanoflow
