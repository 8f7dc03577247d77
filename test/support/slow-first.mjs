import Sequencer from "@jest/test-sequencer";

/**
 * Files that take four seconds of CPU time or more, the slowest first. Where jest has not timed the
 * files yet, as in a clean clone, it goes by their size, which says nothing of them: one left to the end
 * keeps one core busy while the other has nothing to do.
 */
const SLOW = [
  "docs/examples",
  "reference-problems/llama-2-70b-a100",
  "e2e/search-ilp",
  "e2e/plan-set",
  "browser/plan-page",
  "search/ilp/methods-agree",
  "e2e/bench-executor",
  "engine/reference/whole-plans",
  "search/search",
  "e2e/package",
  "search/bound/price-bound",
  "e2e/cli",
  "gate/gate",
  "e2e/search",
  "e2e/gate",
  "engine/reference/injected-faults",
  "cli/commands/replay",
  "cli/commands/run-cuda",
  "search/workers/search-against-oracle",
  "search/verdict/trust",
  "cli/commands/serve",
  "docs/accuracy",
  "campaign/profile-model",
  "campaign/full-campaign",
  "gate/committed-plans",
  "e2e/action",
  "e2e/walk",
  "structure/rooms",
  "search/bound/family-bound",
  "cli/commands/profile",
].map((name) => `/test/${name}.test.ts`);

/** @param {string} path */
function rank(path) {
  const at = SLOW.findIndex((end) => path.endsWith(end));
  return at < 0 ? SLOW.length : at;
}

/** Starts slow files early, also where nothing is known of their times. */
export default class SlowFirst extends Sequencer {
  /** @param {import("@jest/test-result").Test[]} tests */
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.every(({ duration }) => duration !== undefined)) return sorted;
    return sorted.toSorted((a, b) => rank(a.path) - rank(b.path));
  }
}
