import { barePartition } from "../../cost/table/split.ts";
import type { Plan } from "../../generated/plan.ts";
import type { NanoBatch } from "../../ir/nano-batches.ts";
import type { NanoGraph, NanoOperation } from "../../ir/nano-graph.ts";
import type { Lane } from "../../ir/op-graph.ts";
import { formatReference } from "../../plan/references.ts";
import type { Mode, SearchProblem, Unit } from "../problem/problem.ts";
import type { Candidate } from "../schedule/candidate.ts";
import { orderArcs } from "../schedule/schedule.ts";
import { stagesOf } from "../schedule/stages.ts";
import { type NeededArc, withoutImplied } from "./transitive-reduction.ts";

const LANES: readonly Lane[] = ["compute", "memory", "network"];

/** The sections of a plan that describe its pipeline. */
export type Pipeline = Pick<Plan, "nanoBatches" | "lanes" | "nanoOperations">;

/** Writes a schedule down as nano-operations with lanes, references and predicted times. */
export function pipelineOf(
  problem: SearchProblem,
  graph: NanoGraph,
  nanoBatches: readonly NanoBatch[],
  { schedule, evaluation }: Candidate,
): Pipeline {
  const unitStages = stagesOf(problem, schedule) as number[];
  const unitOf = new Map(
    problem.units.flatMap(({ members }, unit) => members.map((member) => [member, unit] as const)),
  );
  const stage = (member: number) => unitStages[unitOf.get(member) as number] as number;
  const issueOrder = schedule.sequence.flatMap(
    (unit) => (problem.units[unit] as Unit).members as number[],
  );
  const laneOf = (member: number) => (graph.nanoOperations[member] as NanoOperation).operation.lane;
  const lanes = LANES.map((lane) => issueOrder.filter((member) => laneOf(member) === lane));
  const waits = waitsFor(
    problem,
    graph,
    candidateArcs(problem, schedule, unitStages),
    lanes,
    stage,
  );
  const reference = ({ from, distance }: NeededArc) =>
    formatReference({ id: (graph.nanoOperations[from] as NanoOperation).id, distance });

  const nanoOperations = issueOrder.map((member) => {
    const { id, operation, nanoBatch, tokens } = graph.nanoOperations[member] as NanoOperation;
    const unit = unitOf.get(member) as number;
    const mode = problem.modes[schedule.modes[unit] as number] as Mode;
    const position = (problem.units[unit] as Unit).members.indexOf(member);
    return {
      id,
      operation: operation.name,
      nanoBatch,
      tokens,
      lane: operation.lane,
      stage: stage(member),
      partition: barePartition(mode),
      implementation: mode.implementations[position] as string,
      startUs: evaluation.startUs[member] as number,
      durationUs: evaluation.durationUs[member] as number,
      dependsOn: graph.dependences.filter(({ to }) => to === member).map(reference),
      waitsFor: waits.filter(({ to }) => to === member).map(reference),
    };
  });
  return {
    nanoBatches: nanoBatches.map(({ start, end, part }, id) => ({
      id,
      tokens: [start, end],
      decodeTokens: part.decodeTokens,
      prefillTokens: part.prefillTokens,
    })) as Plan["nanoBatches"],
    lanes: Object.fromEntries(
      LANES.flatMap((lane, k) => {
        const ids = lanes[k]?.map((member) => (graph.nanoOperations[member] as NanoOperation).id);
        return ids === undefined || ids.length === 0 ? [] : [[lane, ids]];
      }),
    ),
    nanoOperations: nanoOperations as Plan["nanoOperations"],
  };
}

/** Order and lead arcs of the schedule between nano-operations. */
function candidateArcs(
  problem: SearchProblem,
  schedule: Candidate["schedule"],
  stages: readonly number[],
): NeededArc[] {
  const leads = problem.arcs.filter(
    ({ from, to }) => problem.units[from]?.part !== problem.units[to]?.part,
  );
  return [...orderArcs(problem, schedule, stages), ...leads].map(({ from, to, distance }) => ({
    from: (problem.units[from] as Unit).members.at(-1) as number,
    to: (problem.units[to] as Unit).members[0] as number,
    distance,
  }));
}

/** What has to be waited for beyond data and lanes. */
function waitsFor(
  problem: SearchProblem,
  graph: NanoGraph,
  candidates: readonly NeededArc[],
  lanes: readonly (readonly number[])[],
  stage: (member: number) => number,
): NeededArc[] {
  const inLane = lanes.flatMap((lane) =>
    lane.map((member, k): NeededArc => {
      const wraps = k + 1 === lane.length;
      const next = wraps ? (lane[0] as number) : (lane[k + 1] as number);
      return { from: member, to: next, distance: stage(member) - stage(next) + (wraps ? 1 : 0) };
    }),
  );
  return withoutImplied(problem.nanoOperations.length, candidates, [
    ...graph.dependences,
    ...inLane,
  ]);
}
