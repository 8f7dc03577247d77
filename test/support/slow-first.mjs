import Sequencer from "@jest/test-sequencer";

/**
 * Files that take ten seconds or more, the slowest first. Where jest has not timed the files yet, as in
 * a clean clone, it goes by their size, which says nothing of them: one left to the end keeps one core
 * busy while the other has nothing to do.
 */
const SLOW = [
  "docs/examples",
  "e2e/plan-set",
  "e2e/bench-executor",
  "reference-problems/llama-2-70b-a100",
  "e2e/search-ilp",
  "search/search",
  "engine/reference/whole-plans",
  "e2e/search",
  "search/ilp/methods-agree",
  "search/bound/price-bound",
  "e2e/walk",
  "e2e/gate",
  "gate/gate",
  "engine/reference/injected-faults",
  "search/bound/family-bound",
  "campaign/full-campaign",
  "browser/plan-page",
  "search/verdict/trust",
  "cli/commands/replay",
  "library",
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
