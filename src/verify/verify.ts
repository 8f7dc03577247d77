import { CostTable } from "../cost/cost-table.ts";
import { DEFAULT_MECHANISM } from "../cost/table/split.ts";
import { PlannerError } from "../errors.ts";
import type { Document } from "../files/document.ts";
import type { Plan } from "../generated/plan.ts";
import { kernelSize } from "../ir/kernel-size.ts";
import type { OpGraph } from "../ir/op-graph.ts";
import type { NanoOperation } from "../plan/nano-operation.ts";
import { batchPartOf, layerOf, type Work, workOf } from "../plan/plan-graph.ts";
import { checkCertificate } from "./certificate.ts";
import { checkDependences } from "./dependences.ts";
import { errorAt, type Finding, type Subject } from "./finding.ts";
import { checkCoverage, checkImplementations } from "./implementations.ts";
import { checkKind } from "./kind.ts";
import { checkLanes } from "./lanes.ts";
import { checkMeasured, checkMeasuring } from "./measured.ts";
import { checkModelId } from "./model-id.ts";
import { checkCeilings, checkNumbers } from "./numbers.ts";
import { type CoRunRules, checkCycles, checkExclusion, checkReach, checkStages } from "./order.ts";
import { checkProvenance, type ProfileFile } from "./provenance.ts";
import { checkRaces } from "./races.ts";
import { checkReason } from "./reason.ts";
import { checkShares } from "./shares.ts";
import { checkTokens } from "./tokens.ts";

/**
 * Proves a plan sound, or says where it is not.
 *
 * Shares no code with the search: what the layer must do is worked out anew from the plan's model
 * shape and workload. A check is left out when an earlier error takes away its ground: no races are
 * looked for in a plan that waits for itself. That the hash differs comes last: it does after every
 * edit, and says least.
 *
 * @param document the plan's file, for positions
 * @param profile the profile that the plan was made from. Without it nothing is checked against
 *   what was measured: implementations, sizes of SM partitions, what runs side by side
 */
export function verifyPlan(
  document: Document,
  plan: Plan,
  profile: ProfileFile | undefined,
): Finding[] {
  const isHash = ({ code }: Finding) => code === "hash";
  const findings = findingsOf(document, plan, profile);
  return [...findings.filter((each) => !isHash(each)), ...findings.filter(isHash)];
}

function findingsOf(document: Document, plan: Plan, profile: ProfileFile | undefined): Finding[] {
  const provenance = [
    ...checkProvenance({ plan, document }, profile),
    ...checkModelId({ plan, document }),
  ];
  const graph = graphOrFinding(document, plan);
  if (!("operations" in graph)) return [...provenance, graph];

  const subject: Subject = { plan, document, graph };
  const findings = [
    ...provenance,
    ...checkKind(subject),
    ...checkNumbers(subject),
    ...checkCertificate(subject),
    ...checkReason(subject),
    ...(profile === undefined ? [] : checkCeilings(subject, profile.profile)),
    ...checkMeasured(subject),
    ...checkMeasuring(subject, profile?.profile),
    ...checkShares(subject, profile?.profile.splits),
  ];
  const structure = [...checkTokens(subject), ...checkLanes(subject), ...checkReach(subject)];
  findings.push(...structure);
  if (structure.length > 0) return findings;

  findings.push(...checkDependences(subject));
  const costs = profile && new CostTable(profile.profile);
  if (profile !== undefined && costs !== undefined)
    findings.push(
      ...checkImplementations(subject, profile.profile, costs),
      ...checkCoverage(subject, costs),
    );
  const cycles = checkCycles(subject);
  if (cycles.length > 0) return [...findings, ...cycles];

  return [
    ...findings,
    ...checkStages(subject),
    ...checkExclusion(subject, coRunRulesOf(subject, costs)),
    ...checkRaces(subject),
  ];
}

function graphOrFinding(document: Document, plan: Plan): OpGraph | Finding {
  try {
    return layerOf(plan);
  } catch (error) {
    if (!(error instanceof PlannerError)) throw error;
    return errorAt({ document }, ["model"], "model", error.message);
  }
}

/** Without a profile, the remainder of a split is taken to be all that its group leaves. */
function coRunRulesOf({ plan, graph }: Subject, costs: CostTable | undefined): CoRunRules {
  if (costs === undefined) {
    return {
      areSides: (group, remainder) =>
        (group.mechanism ?? DEFAULT_MECHANISM) === (remainder.mechanism ?? DEFAULT_MECHANISM) &&
        group.smCount + remainder.smCount === plan.gpu.smCount,
      isMeasured: () => true,
    };
  }
  const works = new Map(workOf(plan, graph).map((work) => [work.nanoOperation.id, work]));
  const use = (nanoOperation: NanoOperation) => {
    const { operation, nanoBatch } = works.get(nanoOperation.id) as Work;
    const { implementation } = nanoOperation;
    const size = kernelSize(operation, batchPartOf(plan, nanoBatch));
    return { kernel: operation.kernel, implementation, size };
  };
  return {
    areSides: (group, remainder) => costs.splitOf(group) === costs.splitOf(remainder),
    isMeasured: (group, remainder) => {
      const split = costs.splitOf(group.partition);
      return (
        split !== undefined && costs.slowdowns(split, use(group), use(remainder)) !== undefined
      );
    },
  };
}
