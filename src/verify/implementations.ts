import { closest } from "fastest-levenshtein";
import type { CostTable } from "../cost/cost-table.ts";
import { smallerThanMeasured, smallerThanMeasuredText } from "../cost/measured-sizes.ts";
import { formatsOf, kernelKey } from "../cost/table/kernel-key.ts";
import type { Profile } from "../generated/profile.ts";
import { kernelSize } from "../ir/kernel-size.ts";
import type { KernelUse } from "../ir/op-graph.ts";
import { kernelUsesOf } from "../plan/kernel-uses.ts";
import { batchPartOf, workOf } from "../plan/plan-graph.ts";
import { formatNumber } from "../text/units.ts";
import { errorAt, type Finding, keysOf, noteAt, type Subject } from "./finding.ts";

/**
 * Checks that the profile has each kernel, and a time of the implementation that the plan chose for
 * it on its partition.
 */
export function checkImplementations(
  subject: Subject,
  { kernels }: Profile,
  costs: CostTable,
): Finding[] {
  const { plan, graph } = subject;
  return workOf(plan, graph).flatMap(({ nanoOperation, operation, nanoBatch }) => {
    const { id, implementation, partition } = nanoOperation;
    const use = operation.kernel;
    const kernel = kernels.find((each) => kernelKey(each) === kernelKey(use));
    const fail = (message: string) => [
      errorAt(subject, keysOf(subject, nanoOperation, "implementation"), "implementation", message),
    ];
    if (kernel === undefined)
      return fail(`${id} runs ${describe(use)}, which the profile does not have`);
    if (!kernel.implementations.includes(implementation)) {
      const nearest = closest(implementation, kernel.implementations);
      return fail(
        `${id} runs \`${implementation}\`, which the profile does not have; the nearest is \`${nearest}\``,
      );
    }
    const split = costs.splitOf(partition);
    const size = kernelSize(operation, batchPartOf(plan, nanoBatch));
    // Sizes that no split has are reported with the shares.
    if (split === undefined) return [];
    if (costs.soloUs(use, implementation, partition.side, split, size) !== undefined) return [];
    return fail(
      `${id} runs \`${implementation}\` on a ${partition.side} of ${partition.smCount} SMs, where the profile has no time of it at ${formatNumber(size.tokens)} tokens`,
    );
  });
}

/** Says so where a kernel is smaller than any that was measured: its time is then an upper bound. */
export function checkCoverage(subject: Subject, costs: CostTable): Finding[] {
  const text = smallerThanMeasuredText(smallerThanMeasured(kernelUsesOf(subject.plan), costs));
  return text === undefined ? [] : [noteAt(subject, ["workload"], "coverage", text)];
}

function describe(kernel: KernelUse): string {
  const { kind, shape } = kernel;
  const words = Object.entries({ ...shape, ...formatsOf(kernel) });
  return `${kind} (${words.map(([key, value]) => `${key}=${value}`).join(", ")})`;
}
