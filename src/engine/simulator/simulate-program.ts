import type { CostTable } from "../../cost/cost-table.ts";
import { type SimulationResult, simulateEvents } from "../../cost/event-simulation.ts";
import { type LayerUse, layerPower } from "../../cost/layer-power.ts";
import {
  clockMhzAt,
  energyBoundUs,
  equilibriumOf,
  layerEnergyMj,
  shareOfTime,
} from "../../cost/power.ts";
import type { CoRunUse } from "../../cost/table/numbered-uses.ts";
import type { Partition, SplitId } from "../../cost/table/split.ts";
import { PlannerError } from "../../errors.ts";
import type { Instruction, Program } from "../../generated/program.ts";

export interface ProgramSimulation {
  /** From one layer's end to the next in the steady state, µs. */
  periodUs: number;
  /** From the start of the first instruction to the end of the last, µs. */
  totalUs: number;
  clockMhz: number;
  /** Mean board power in the steady state; null when the profile has no energies or no cap. */
  powerW: number | null;
  /** Start and finish of each instruction, µs, in the order of the program. */
  startUs: Float64Array;
  finishUs: Float64Array;
}

interface Cost {
  soloUs: number;
  sensitivity: number;
  split: SplitId;
  partition: Partition;
  use: CoRunUse;
}

/**
 * Runs a program on the figures of a profile. Each instruction starts as soon as its stream and its
 * waits allow. It progresses at the rate measured for what runs beside it. The clock is where the
 * power of the steady state meets the cap, with what co-running saves in this very run.
 *
 * @throws PlannerError `E_PROFILE_MISMATCH` when an implementation or its size was not measured
 */
export function simulateProgram(program: Program, costs: CostTable): ProgramSimulation {
  const instructionCosts = program.instructions.map((instruction) =>
    costOf(program, instruction, costs),
  );
  const order = waitsOf(program);
  const factor = coRunFactors(instructionCosts, costs);
  const run = (stretch: number): SimulationResult =>
    simulateEvents({
      count: program.instructions.length,
      durationUs: Float64Array.from(
        instructionCosts,
        ({ soloUs, sensitivity }) => soloUs * (1 + sensitivity * stretch),
      ),
      ...order,
      slowdown: factor,
    });
  const layerAt = (stretch: number) => {
    const result = run(stretch);
    const power = layerPower(steadyUses(program, instructionCosts, result), costs);
    const periodUs = steadyPeriodUs(program, result);
    return { periodUs, energyUs: energyBoundUs(power, stretch), power, result };
  };
  const { stretch, periodUs, layer } = equilibriumOf(layerAt, 1e-4);
  const { power, result } = layer;
  const { startUs, finishUs } = result;
  const hasPower = Number.isFinite(power.dynamicCapW) && layerEnergyMj(power, 0) > 0;
  return {
    periodUs,
    totalUs: finishUs.reduce((latest, time) => Math.max(latest, time), 0),
    clockMhz: clockMhzAt(power, stretch),
    powerW: hasPower ? power.idleW + (layerEnergyMj(power, stretch) / periodUs) * 1000 : null,
    startUs,
    finishUs,
  };
}

/** First and last layer of the middle of a program, away from fill and drain. */
function steadyLayers({ layers }: Program): { from: number; to: number } {
  return { from: Math.floor((layers - 1) / 2), to: layers > 4 ? layers - 2 : layers - 1 };
}

/** Mean distance of the ends of layers over the middle of the program. */
function steadyPeriodUs(program: Program, { finishUs }: SimulationResult): number {
  const { instructions, layers } = program;
  const ends = new Float64Array(layers);
  instructions.forEach(({ layer }, position) => {
    ends[layer] = Math.max(ends[layer] as number, finishUs[position] as number);
  });
  if (layers === 1) return ends[0] as number;
  const { from, to } = steadyLayers(program);
  return ((ends[to] as number) - (ends[from] as number)) / (to - from);
}

/** SMs that an instruction runs on. */
export function partitionOf(
  { streams, partitions }: Pick<Program, "streams" | "partitions">,
  { stream }: Pick<Instruction, "stream">,
): Partition {
  const partition = partitions[streams[stream]?.partition ?? -1];
  if (partition !== undefined) return partition;
  throw new PlannerError("E_INTERNAL", `instruction of unknown stream ${stream}`);
}

function costOf(program: Program, instruction: Instruction, costs: CostTable): Cost {
  const { kernel, implementation, size } = instruction;
  const partition = partitionOf(program, instruction);
  const { side, smCount } = partition;
  const split = costs.splitOf(partition);
  const soloUs =
    split === undefined ? undefined : costs.soloUs(kernel, implementation, side, split, size);
  if (split === undefined || soloUs === undefined) {
    throw new PlannerError(
      "E_PROFILE_MISMATCH",
      `the profile cannot time ${instruction.nanoOperation} (${implementation} on ${smCount} SMs)`,
      { remedy: "Use the profile that the plan was made from, or search again." },
    );
  }
  const sensitivity = costs.clockSensitivity(kernel, size, { side, soloUs });
  const use = { kernel, implementation, size };
  return { soloUs, sensitivity, partition, split, use };
}

/** Slowdown of one instruction by another; instructions alike share one look-up. */
function coRunFactors(instructionCosts: readonly Cost[], costs: CostTable) {
  const kinds = new Map<string, number>();
  const representatives: Cost[] = [];
  const kindOf = instructionCosts.map((cost) => {
    const key = JSON.stringify([cost.partition.side, cost.split, cost.use]);
    const known = kinds.get(key);
    if (known !== undefined) return known;
    kinds.set(key, representatives.length);
    return representatives.push(cost) - 1;
  });
  const table = new Map<number, number>();
  return (a: number, b: number): number => {
    const first = kindOf[a] as number;
    const second = kindOf[b] as number;
    const key = first * representatives.length + second;
    const known = table.get(key);
    if (known !== undefined) return known;
    const value = slowdownOf(
      representatives[first] as Cost,
      representatives[second] as Cost,
      costs,
    );
    table.set(key, value);
    return value;
  };
}

function slowdownOf(mine: Cost, theirs: Cost, costs: CostTable): number {
  const onGroup = mine.partition.side === "group";
  const [group, remainder] = onGroup ? [mine, theirs] : [theirs, mine];
  const fits = group.partition.side === "group" && remainder.partition.side === "remainder";
  const measured =
    fits && group.split === remainder.split
      ? costs.slowdowns(group.split, group.use, remainder.use)
      : undefined;
  if (measured === undefined) {
    throw new PlannerError(
      "E_PROFILE_MISMATCH",
      `the profile has no measurement of ${mine.use.kernel.kind} beside ${theirs.use.kernel.kind} on this split`,
      { remedy: "Run verify on the plan, or search again with this profile." },
    );
  }
  return onGroup ? measured.group : measured.remainder;
}

/** Kernels of the layer in the middle, with the share of their energy that co-running leaves there. */
function steadyUses(
  program: Program,
  instructionCosts: readonly Cost[],
  { startUs, finishUs, coRunUs }: SimulationResult,
): LayerUse[] {
  const { from, to } = steadyLayers(program);
  const middle = Math.floor((from + to) / 2);
  return program.instructions.flatMap(({ layer }, position) => {
    if (layer !== middle) return [];
    const { use, partition } = instructionCosts[position] as Cost;
    const inFlightUs = (finishUs[position] as number) - (startUs[position] as number);
    const coRunning = shareOfTime(coRunUs[position] as number, inFlightUs);
    return [{ ...use, coRun: { partition, shareOfTime: coRunning } }];
  });
}

/** Waits of each instruction: the one before it on its stream, and its events. */
function waitsOf({ instructions }: Program) {
  const lastOn = new Map<number, number>();
  const waitStarts = new Int32Array(instructions.length + 1);
  const waits: number[] = [];
  instructions.forEach(({ stream, waits: events }, position) => {
    const before = lastOn.get(stream);
    if (before !== undefined) waits.push(before);
    waits.push(...events);
    lastOn.set(stream, position);
    waitStarts[position + 1] = waits.length;
  });
  return { waitStarts, waits: Int32Array.from(waits) };
}
