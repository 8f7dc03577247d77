import { PlannerError } from "../errors.ts";
import type { Instruction, Program } from "../generated/program.ts";
import { dataFlow, nameOf, wholeStep } from "../program/data-flow.ts";
import { layersToSeeAll, lowerPlan } from "../program/lower.ts";
import { findRaces } from "../program/race-check.ts";
import { errorAt, type Finding, type Subject } from "./finding.ts";

/**
 * Lowers the plan over enough layers for every arc and stage to take effect, and looks for races.
 * When there are none, it follows the data from writers to readers.
 */
export function checkRaces(subject: Subject): Finding[] {
  const { plan } = subject;
  const program = loweredOrFinding(subject);
  if (!("instructions" in program)) return [program];
  const findings = new Map<string, Finding>();
  for (const { first, second, firstBuffer, secondBuffer } of findRaces(program)) {
    const [a, b] = [program.instructions[first], program.instructions[second]];
    if (a === undefined || b === undefined) continue;
    const pair = [a.nanoOperation, b.nanoOperation].sort().join(" ");
    if (findings.has(pair)) continue;
    const buffers =
      firstBuffer === secondBuffer ? firstBuffer : `${firstBuffer} and ${secondBuffer}`;
    const message = `${describe(a)} and ${describe(b)} touch the same bytes of ${buffers} in no certain order`;
    const index = plan.nanoOperations.findIndex(({ id }) => id === b.nanoOperation);
    findings.set(pair, errorAt(subject, ["nanoOperations", index], "race", message));
  }
  return findings.size > 0 ? [...findings.values()] : staleReads(subject, program);
}

function loweredOrFinding(subject: Subject): Program | Finding {
  const { plan } = subject;
  try {
    return lowerPlan(plan, layersToSeeAll(plan));
  } catch (error) {
    if (!(error instanceof PlannerError) || error.code !== "E_UNSOUND_PLAN") throw error;
    return errorAt(subject, ["nanoOperations"], "data", error.message);
  }
}

function staleReads(subject: Subject, program: Program): Finding[] {
  const sequence = wholeStep(program);
  const nameAt = (position: number) => sequence[position] && nameOf(sequence[position]);
  const findings = new Map<string, Finding>();
  for (const { reader, buffer, writer } of dataFlow(program).staleReads) {
    const name = nameAt(reader) ?? "";
    const found = writer === undefined ? "nothing" : `what ${nameAt(writer)} left there`;
    const index = subject.plan.nanoOperations.findIndex(({ id }) => id === name);
    const keys = index === -1 ? ["nanoOperations"] : ["nanoOperations", index];
    findings.set(name, errorAt(subject, keys, "data", `${name} finds ${found} in ${buffer}`));
  }
  return [...findings.values()];
}

function describe({ nanoOperation, layer }: Instruction): string {
  return `${nanoOperation} in layer ${layer}`;
}
