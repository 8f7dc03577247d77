import { layerPower } from "../engine/simulator/layer-power.ts";
import { kernelSize } from "../ir/kernel-size.ts";
import type { NanoBatch } from "../ir/nano-batches.ts";
import { type CoarserCuts, instantiate, type NanoOperation } from "../ir/nano-graph.ts";
import type { OpGraph } from "../ir/op-graph.ts";
import type { CostTable, ExecutionOption } from "../profile/cost-table.ts";
import { barePartition } from "../profile/split.ts";
import type { Mode, SearchProblem, Unit, UnitArc } from "./problem.ts";
import { groupIntoUnits } from "./units.ts";

/** Layers by which one nano-batch may run ahead of another: activations of two are kept. */
const LEAD_LIMIT = 2;

/**
 * The search problem of one structure: what each unit may do and what that costs.
 *
 * @param nanoBatches consecutive token ranges
 * @param coarser operations that are cut coarser than these
 * @throws PlannerError `E_PROFILE_MISMATCH` when the profile cannot time an operation
 */
export function buildProblem(
  graph: OpGraph,
  nanoBatches: readonly NanoBatch[],
  costs: CostTable,
  coarser: CoarserCuts = {},
): SearchProblem {
  const { nanoOperations, dependences } = instantiate(graph, nanoBatches, coarser);
  const groups = groupIntoUnits(
    nanoOperations.map(({ tokens, operation }) => ({
      tokens,
      lane: operation.lane,
      small: operation.lane === "compute" && operation.resourceClass === "memory",
    })),
    dependences,
  );
  const { units, modes, firstForm, formUs } = modesOf(groups, nanoOperations, costs);
  const formMode = modes.flatMap((mode, m) => (units[mode.unit] as Unit).members.map(() => m));
  const formNanoOperation = modes.flatMap((mode) => (units[mode.unit] as Unit).members);
  const forms = { formMode, formNanoOperation, formUs };
  return {
    name: nanoBatches.map(({ part }) => part.tokens).join("+"),
    nanoOperations: nanoOperations.map(({ id }) => id),
    clockSensitivity: Float64Array.from(nanoOperations, ({ operation }) =>
      costs.clockSensitivity(operation.kernel),
    ),
    units,
    arcs: unitArcs(units, dependences),
    modes,
    firstForm: Int32Array.from(firstForm),
    formNanoOperation: Int32Array.from(formNanoOperation),
    formMode: Int32Array.from(formMode),
    formUs: Float64Array.from(formUs),
    slowdown: slowdowns(nanoOperations, modes, firstForm, forms, costs),
    power: layerPower(
      nanoOperations.map(({ operation, part }) => ({
        kernel: operation.kernel,
        size: kernelSize(operation, part),
      })),
      costs,
    ),
  };
}

/** Longest nano-operation of a unit alone on the whole GPU: it chooses the implementations. */
function mainMember(members: readonly number[], options: readonly (readonly ExecutionOption[])[]) {
  const wholeUs = (member: number) => options[member]?.[0]?.soloUs ?? 0;
  return members.reduce((main, member) => (wholeUs(member) > wholeUs(main) ? member : main));
}

function modesOf(
  groups: readonly (readonly number[])[],
  nanoOperations: readonly NanoOperation[],
  costs: CostTable,
) {
  const options = nanoOperations.map(({ operation, part }) =>
    costs.options(operation.kernel, operation.lane, kernelSize(operation, part)),
  );
  const modes: Mode[] = [];
  const firstForm: number[] = [];
  const formUs: number[] = [];
  const units = groups.map((members, unit): Unit => {
    const main = mainMember(members, options);
    const own: number[] = [];
    for (const lead of options[main] ?? []) {
      const chosen = members.map((member) =>
        member === main ? lead : samePartition(options[member] ?? [], lead),
      );
      if (!chosen.every((option) => option !== undefined)) continue;
      own.push(modes.length);
      firstForm.push(formUs.length);
      const { split } = lead;
      const implementations = chosen.map(({ implementation }) => implementation);
      modes.push({ unit, ...barePartition(lead), split, implementations });
      formUs.push(...chosen.map(({ soloUs }) => soloUs));
    }
    const { id, operation, nanoBatch, tokens } = nanoOperations[main] as NanoOperation;
    return { name: id, lane: operation.lane, part: nanoBatch, tokens, members, modes: own };
  });
  return { units, modes, firstForm, formUs };
}

function samePartition(options: readonly ExecutionOption[], { side, split }: ExecutionOption) {
  return options
    .filter((option) => option.side === side && option.split === split)
    .reduce<ExecutionOption | undefined>(
      (best, option) => (best === undefined || option.soloUs < best.soloUs ? option : best),
      undefined,
    );
}

function unitArcs(
  units: readonly Unit[],
  dependences: readonly { from: number; to: number; distance: number }[],
): UnitArc[] {
  const unitOf = new Map(units.flatMap(({ members }, u) => members.map((member) => [member, u])));
  const arcs = new Map<string, UnitArc>();
  const add = (from: number, to: number, distance: number) =>
    arcs.set(`${from} ${to} ${distance}`, { from, to, distance });
  for (const { from, to, distance } of dependences) {
    const producer = unitOf.get(from) as number;
    const consumer = unitOf.get(to) as number;
    if (producer !== consumer || distance > 0) add(producer, consumer, distance);
  }
  const parts = [...new Set(units.map(({ part }) => part))];
  const ofPart = parts.map((part) => units.flatMap((unit, u) => (unit.part === part ? [u] : [])));
  for (const [a, mine] of ofPart.entries()) {
    for (const [b, theirs] of ofPart.entries()) {
      if (a !== b) add(mine.at(-1) as number, theirs[0] as number, LEAD_LIMIT);
    }
  }
  return [...arcs.values()];
}

function slowdowns(
  nanoOperations: readonly NanoOperation[],
  modes: readonly Mode[],
  firstForm: readonly number[],
  { formMode, formNanoOperation }: { formMode: number[]; formNanoOperation: number[] },
  costs: CostTable,
): Float64Array {
  const forms = formMode.length;
  const table = new Float64Array(forms * forms);
  const use = (form: number) => {
    const { operation, part } = nanoOperations[formNanoOperation[form] as number] as NanoOperation;
    const mode = formMode[form] as number;
    const implementation = (modes[mode] as Mode).implementations[
      form - (firstForm[mode] as number)
    ];
    return {
      kernel: operation.kernel,
      implementation: implementation as string,
      size: kernelSize(operation, part),
    };
  };
  const formsOf = (mode: Mode, m: number) =>
    mode.implementations.map((_, k) => (firstForm[m] as number) + k);
  modes.forEach((mine, m) => {
    if (mine.side !== "group") return;
    modes.forEach((theirs, t) => {
      if (theirs.side !== "remainder" || theirs.split !== mine.split) return;
      const pairs = formsOf(mine, m).flatMap((a) =>
        formsOf(theirs, t).map((b) => ({
          a,
          b,
          known: costs.slowdowns(mine.split, use(a), use(b)),
        })),
      );
      // Units run side by side only when every kernel of the one was measured beside the other's.
      if (pairs.some(({ known }) => known === undefined)) return;
      for (const { a, b, known } of pairs) {
        table[a * forms + b] = known?.group ?? 0;
        table[b * forms + a] = known?.remainder ?? 0;
      }
    });
  });
  return table;
}
