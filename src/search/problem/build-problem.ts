import type { CostTable, ExecutionOption } from "../../cost/cost-table.ts";
import { energyClocksMhz, powerOf } from "../../cost/layer-power.ts";
import type { PowerModel } from "../../cost/power.ts";
import type { CoRunUse } from "../../cost/table/numbered-uses.ts";
import { barePartition, type SplitId } from "../../cost/table/split.ts";
import { kernelSize } from "../../ir/kernel-size.ts";
import type { NanoBatch } from "../../ir/nano-batches.ts";
import type { CoarserCuts, NanoOperation } from "../../ir/nano-graph.ts";
import type { OpGraph } from "../../ir/op-graph.ts";
import { leastEnergyShares } from "./least-energy.ts";
import { closureOf, overlapOf } from "./order.ts";
import {
  leastModeEnergyMj,
  type Mode,
  type ModeForms,
  type SearchProblem,
  type Unit,
} from "./problem.ts";
import { ReusedTable } from "./reused-table.ts";
import { type UnitGraph, unitGraphOf } from "./unit-graph.ts";
import { mainMember, unitModes } from "./unit-modes.ts";

/**
 * The search problem of one structure: what each unit may do and what that costs.
 *
 * @param nanoBatches consecutive token ranges
 * @param coarser operations that are cut coarser than these
 * @param room for the slowdowns: who gives it has done with the problem that had it before
 * @throws PlannerError `E_PROFILE_MISMATCH` when the profile cannot time an operation
 */
export function buildProblem(
  graph: OpGraph,
  nanoBatches: readonly NanoBatch[],
  costs: CostTable,
  coarser: CoarserCuts = {},
  room = new ReusedTable(),
): SearchProblem {
  const unitGraph = unitGraphOf(graph, nanoBatches, coarser);
  const { nanoOperations, arcs } = unitGraph;
  const clocksMhz = energyClocksMhz(costs);
  const { units, modes, firstForm, options } = modesOf(unitGraph, costs);
  const formMode = modes.flatMap((mode, m) => (units[mode.unit] as Unit).members.map(() => m));
  const formNanoOperation = modes.flatMap((mode) => (units[mode.unit] as Unit).members);
  const forms = {
    units,
    modes,
    firstForm: Int32Array.from(firstForm),
    formNanoOperation: Int32Array.from(formNanoOperation),
    formMode: Int32Array.from(formMode),
    formUs: Float64Array.from(options, ({ soloUs }) => soloUs),
    formSensitivity: Float64Array.from(options, ({ clockSensitivity }) => clockSensitivity),
    formEnergyMj: energiesOf(nanoOperations, formNanoOperation, costs),
    formCoRunShare: Float64Array.from(
      options.flatMap((partition, form) => {
        const member = nanoOperations[formNanoOperation[form] as number] as NanoOperation;
        const { kernel } = member.operation;
        return clocksMhz.map((clockMhz) => costs.coRunEnergyShare(kernel, partition, clockMhz));
      }),
    ),
    slowdown: room.zeros(formMode.length ** 2),
  };
  fillSlowdowns(forms.slowdown, nanoOperations, modes, firstForm, forms, costs);
  const name = nanoBatches.map(({ part }) => part.tokens).join("+");
  const overlap = overlapOf(units.length, closureOf({ name, units, arcs }));
  const energies = { ...forms, formLeastShare: leastEnergyShares(forms, overlap) };
  return {
    ...energies,
    name,
    nanoOperations: nanoOperations.map(({ id }) => id),
    arcs,
    power: leastPower(energies, costs),
  };
}

function modesOf({ groups, nanoOperations }: UnitGraph, costs: CostTable) {
  const modes: Mode[] = [];
  const firstForm: number[] = [];
  const formOptions: ExecutionOption[] = [];
  const units = groups.map((members, unit): Unit => {
    const operations = members.map((member) => nanoOperations[member] as NanoOperation);
    const options = operations.map(({ operation, part }) =>
      costs.options(operation.kernel, operation.lane, kernelSize(operation, part)),
    );
    const own: number[] = [];
    for (const { lead, chosen } of unitModes(options)) {
      own.push(modes.length);
      firstForm.push(formOptions.length);
      const { split } = lead;
      const implementations = chosen.map(({ implementation }) => implementation);
      modes.push({ unit, ...barePartition(lead), split, implementations });
      formOptions.push(...chosen);
    }
    const { id, operation, nanoBatch, tokens } = operations[mainMember(options)] as NanoOperation;
    return { name: id, lane: operation.lane, part: nanoBatch, tokens, members, modes: own };
  });
  return { units, modes, firstForm, options: formOptions };
}

/** Energy of each running form alone at each clock. */
function energiesOf(
  nanoOperations: readonly NanoOperation[],
  formNanoOperation: readonly number[],
  costs: CostTable,
): Float64Array {
  const clocks = energyClocksMhz(costs);
  return Float64Array.from(
    formNanoOperation.flatMap((member) => {
      const { operation, part } = nanoOperations[member] as NanoOperation;
      const size = kernelSize(operation, part);
      return clocks.map((clockMhz) => costs.energyMj(operation.kernel, size, clockMhz) ?? 0);
    }),
  );
}

/** Power model of the least that each unit takes in any of its modes. */
function leastPower(modeForms: ModeForms, costs: CostTable): PowerModel {
  return powerOf(costs, (_, clock) =>
    modeForms.units.reduce(
      (sum, unit) =>
        sum + Math.min(...unit.modes.map((m) => leastModeEnergyMj(modeForms, m, clock))),
      0,
    ),
  );
}

/** @param table zeros, as `slowdown` of a problem */
function fillSlowdowns(
  table: Float64Array,
  nanoOperations: readonly NanoOperation[],
  modes: readonly Mode[],
  firstForm: readonly number[],
  { formMode, formNanoOperation }: Pick<SearchProblem, "formMode" | "formNanoOperation">,
  costs: CostTable,
): void {
  const forms = formMode.length;
  const uses = Array.from(formNanoOperation, (member, form): CoRunUse => {
    const { operation, part } = nanoOperations[member] as NanoOperation;
    const mode = formMode[form] as number;
    const { implementations } = modes[mode] as Mode;
    return {
      kernel: operation.kernel,
      implementation: implementations[form - (firstForm[mode] as number)] as string,
      size: kernelSize(operation, part),
    };
  });
  const formsOf = (mode: Mode, m: number) =>
    mode.implementations.map((_, k) => (firstForm[m] as number) + k);
  const remainders = new Map<string, number[]>();
  modes.forEach(({ side, split }, m) => {
    if (side !== "remainder") return;
    const there = remainders.get(split);
    if (there === undefined) remainders.set(split, [m]);
    else there.push(m);
  });
  const slowdownsOf = (split: SplitId, a: number, b: number) =>
    costs.slowdowns(split, uses[a] as CoRunUse, uses[b] as CoRunUse);
  modes.forEach((mine, m) => {
    if (mine.side !== "group") return;
    for (const other of remainders.get(mine.split) ?? []) {
      const pairs = formsOf(mine, m).flatMap((a) =>
        formsOf(modes[other] as Mode, other).map((b) => ({
          a,
          b,
          known: slowdownsOf(mine.split, a, b),
        })),
      );
      // Units run side by side only when every kernel of the one was measured beside the other's.
      if (pairs.some(({ known }) => known === undefined)) continue;
      for (const { a, b, known } of pairs) {
        table[a * forms + b] = known?.group ?? 0;
        table[b * forms + a] = known?.remainder ?? 0;
      }
    }
  });
}
