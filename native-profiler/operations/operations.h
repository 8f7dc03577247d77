#pragma once

#include <memory>
#include <vector>

#include "../method/workbench.h"

namespace nanoflow {

std::unique_ptr<Operation> makeGemm(Spec& spec, const Site& site);
std::unique_ptr<Operation> makeGroupedGemm(Spec& spec, const Site& site);
std::unique_ptr<Operation> makeDecodeAttention(Spec& spec, const Site& site);
std::unique_ptr<Operation> makePrefillAttention(Spec& spec, const Site& site);
std::unique_ptr<Operation> makeRmsNorm(Spec& spec, const Site& site);
std::unique_ptr<Operation> makeRopeKvAppend(Spec& spec, const Site& site);
std::unique_ptr<Operation> makeSiluMul(Spec& spec, const Site& site);
std::unique_ptr<Operation> makeQuantiseRows(Spec& spec, const Site& site);
std::unique_ptr<Operation> makeRouter(Spec& spec, const Site& site);
std::unique_ptr<Operation> makeMoePermute(Spec& spec, const Site& site);
std::unique_ptr<Operation> makeMoeCombine(Spec& spec, const Site& site);
std::unique_ptr<Operation> makeEmbedding(Spec& spec, const Site& site);
std::unique_ptr<Operation> makeSampling(Spec& spec, const Site& site);
std::unique_ptr<Operation> makeCopy(Spec& spec, const Site& site);
std::unique_ptr<Operation> makeAllReduce(Spec& spec, const std::vector<Site>& sites, Communicators& communicators);
std::unique_ptr<Operation> makeAllReduceNorm(Spec& spec, const std::vector<Site>& sites, Communicators& communicators);
std::unique_ptr<Operation> makeReduceScatter(Spec& spec, const std::vector<Site>& sites, Communicators& communicators);
std::unique_ptr<Operation> makeAllGather(Spec& spec, const std::vector<Site>& sites, Communicators& communicators);

/** Implementations of a matrix product: our own, then cuBLASLt's for the site. */
struct ImplementationList {
  std::vector<std::string> names;
  std::string preferred;  ///< one of them: what cuBLAS itself would run on the site's SMs
};

/** At most `most` implementations of a `gemm` or `grouped_gemm`. */
ImplementationList listImplementations(Spec& spec, const Site& site, int most);

/** An operation whose buffer sets are `Arguments` of a launcher `run(arguments, placement)`. */
template <typename Arguments, void (*Run)(const Arguments&, const Placement&)>
class SimpleOperation : public Operation {
 public:
  explicit SimpleOperation(const Site& site) : placement_(site.lane.placement) { lanes = {site.lane}; }

  void launch(int set) override { Run(arguments_[set], placement_); }

 protected:
  /** Runs set 0 to its end. */
  const Arguments& runOnce() {
    launch(0);
    ::nanoflow::check(cudaStreamSynchronize(placement_.stream));
    return arguments_.front();
  }

  Placement placement_;
  std::vector<Arguments> arguments_;
};

/** Reads `impl` of an operation that has one implementation only. */
inline void acceptDefault(Spec& spec) {
  const std::string name = spec.text("impl", "default");
  if (name != "default") throw std::invalid_argument("unknown implementation '" + name + "', only 'default' exists");
}

}  // namespace nanoflow
