import { closest } from "fastest-levenshtein";
import type { Profile } from "../../generated/profile.ts";
import type { KernelUse } from "../../ir/op-graph.ts";
import { operationOf } from "../plan-graph.ts";
import { errorAt, type Finding, keysOf, type Subject } from "./finding.ts";

/** Checks that the profile has each kernel, and the implementation that the plan chose for it. */
export function checkImplementations(subject: Subject, { kernels }: Profile): Finding[] {
  const { plan, graph } = subject;
  return plan.nanoOperations.flatMap((nanoOperation) => {
    const { id, implementation } = nanoOperation;
    const use = operationOf(graph, nanoOperation).kernel;
    const kernel = kernels.find(
      ({ kind, shape }) => kind === use.kind && sameShape(shape, use.shape),
    );
    const fail = (message: string) => [
      errorAt(subject, keysOf(subject, nanoOperation, "implementation"), "implementation", message),
    ];
    if (kernel === undefined)
      return fail(`${id} runs ${describe(use)}, which the profile does not have`);
    if (kernel.implementations.includes(implementation)) return [];
    const nearest = closest(implementation, kernel.implementations);
    return fail(
      `${id} runs \`${implementation}\`, which the profile does not have; the nearest is \`${nearest}\``,
    );
  });
}

function sameShape(a: KernelUse["shape"], b: KernelUse["shape"]): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => a[key] === b[key]);
}

function describe({ kind, shape }: KernelUse): string {
  const sizes = Object.entries(shape).map(([key, value]) => `${key}=${value}`);
  return `${kind} (${sizes.join(", ")})`;
}
