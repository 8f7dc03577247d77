#include "router.h"

#include "../device/cuda_check.h"
#include "router_choice.cuh"
#include "router_choice.h"
#include "router_permutation.h"

namespace nanoflow {
namespace {

void checkRouter(const Router& p) {
  require(p.tokens > 0 && p.hidden > 0, "router needs tokens and a hidden size");
  require(p.hidden % 32 == 0, "hidden must be a multiple of 32");
  require(outputsOf(p) <= mostRouterOutputs, "at most 128 experts, the gate of a shared one included");
  require(p.expertsPerToken > 0 && p.expertsPerToken <= 8 && p.expertsPerToken <= p.expertCount,
          "1 to 8 experts per token");
  require(p.groupCounts != nullptr && reinterpret_cast<size_t>(p.groupCounts) % 4 == 0,
          "groupCounts must be aligned to 4 bytes");
}

}  // namespace

void router(const Router& p, const Placement& placement) {
  checkRouter(p);
  permuteByExpert(p, hasRouteWgmma() ? routeWgmma(p, placement) : routeMma(p, placement), placement);
}

void routerMma(const Router& p, const Placement& placement) {
  checkRouter(p);
  permuteByExpert(p, routeMma(p, placement), placement);
}

}  // namespace nanoflow
