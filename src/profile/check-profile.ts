import { kernelKey } from "../cost/table/kernel-key.ts";
import type { ProfileKernel } from "../cost/table/kernel-table.ts";
import { DEFAULT_MECHANISM, partitionKey, partitionOf, splitId } from "../cost/table/split.ts";
import { PlannerError, type SourcePosition } from "../errors.ts";
import type { Profile } from "../generated/profile.ts";
import { kernelName } from "../store/kernel-name.ts";
import { formatNumber } from "../text/units.ts";
import { type Fault, faultAt as fault, MEASURE_AGAIN } from "./fault.ts";
import { ceilingFaults } from "./gpu-ceilings.ts";
import { gpuFigureFaults } from "./gpu-figures.ts";
import { rowFigureFaults } from "./row-figures.ts";
import { slowTimeFaults } from "./slow-times.ts";

const EDITED =
  "The file was edited or cut by hand: measure it again with `nanoflow-plan profile --model MODEL`.";

/**
 * Lowest slowdown that measurement noise explains: a kernel that co-runs and seems faster than
 * alone by more than that was measured wrongly.
 *
 * @param spread largest interquartile range over median of the two kernels alone
 */
export function slowdownFloor(spread: number): number {
  return 1 - Math.max(0.05, 3 * spread);
}

/**
 * @param positionOf where the value at a path of keys stands
 * @throws PlannerError `E_INVALID_FILE` at the first fault
 */
export function refuseFaults(
  profile: Profile,
  positionOf: (keys: readonly (string | number)[]) => SourcePosition,
): void {
  for (const { keys, message, remedy } of profileFaults(profile))
    throw new PlannerError("E_INVALID_FILE", `\`${keys.join(".")}\` ${message}`, {
      position: positionOf(keys),
      remedy,
    });
}

/** All faults of a profile that is valid by its schema, in the order of the file, then what its GPU cannot do. */
export function* profileFaults(profile: Profile): Generator<Fault> {
  yield* gpuFaults(profile);
  yield* splitFaults(profile);
  const seen = new Set<string>();
  const partitions = partitionKeys(profile);
  for (const [index, kernel] of profile.kernels.entries()) {
    const key = kernelName(kernel);
    if (seen.has(key)) yield fault(["kernels", index], `is a second entry for \`${key}\``, EDITED);
    seen.add(key);
    yield* kernelFaults(profile, partitions, kernel, ["kernels", index]);
  }
  yield* pairFaults(profile);
  yield* mixFaults(profile);
  yield* gpuFigureFaults(profile);
  yield* ceilingFaults(profile);
  yield* slowTimeFaults(profile);
  yield* rowFigureFaults(profile);
}

function* gpuFaults({ gpu, model, power }: Profile): Generator<Fault> {
  if (gpu.count !== model.tensorParallel)
    yield fault(
      ["gpu", "count"],
      `is ${gpu.count}, but the model was split over ${model.tensorParallel}`,
      EDITED,
    );
  yield* idleFaults(power);
}

/** Cards take 16% to 20% of their cap with a context alive. More than this, and something ran. */
const MOST_IDLE_SHARE = 0.5;

/** Where the driver tells no power, the cap is null, and 0 stands for it. */
function* idleFaults({ capW, idleW }: Profile["power"]): Generator<Fault> {
  if (capW === null) return;
  const keys = ["power", "idleW"];
  const [idle, cap] = [formatNumber(idleW), formatNumber(capW)];
  if (idleW === 0)
    yield fault(keys, `is 0 W beside a cap of ${cap} W, and no card takes nothing`, MEASURE_AGAIN);
  if (idleW >= capW)
    yield fault(keys, `is ${idle} W, not below the cap of ${cap} W`, MEASURE_AGAIN);
  else if (idleW > MOST_IDLE_SHARE * capW)
    yield fault(keys, `is ${idle} W of a cap of ${cap} W: the card was not idle`, MEASURE_AGAIN);
}

function* splitFaults({ splits, gpu }: Profile): Generator<Fault> {
  const sides = new Set<string>();
  for (const [index, split] of splits.entries()) {
    const { groupSms, remainderSms } = split;
    const keys = ["splits", index];
    if (groupSms + remainderSms > gpu.smCount)
      yield fault(
        keys,
        `takes ${groupSms} + ${remainderSms} SMs of a GPU that has ${gpu.smCount}`,
        EDITED,
      );
    const own = sideKeys(split, gpu.smCount);
    if (own.some((side) => sides.has(side)))
      yield fault(keys, `repeats a side of an earlier split`, EDITED);
    for (const side of own) sides.add(side);
  }
}

function sideKeys(split: Profile["splits"][number], gpuSms: number): string[] {
  return (["group", "remainder"] as const).map((side) =>
    partitionKey(partitionOf(side, split, gpuSms)),
  );
}

/** Of the whole GPU and of all sides of its splits. */
function partitionKeys({ splits, gpu }: Profile): Set<string> {
  return new Set(["w", ...splits.flatMap((split) => sideKeys(split, gpu.smCount))]);
}

function* kernelFaults(
  { gpu }: Profile,
  partitions: ReadonlySet<string>,
  kernel: ProfileKernel,
  path: (string | number)[],
): Generator<Fault> {
  const { implementations, solo, sustained, heldOut = [], defaults = [] } = kernel;
  if (new Set(implementations).size < implementations.length)
    yield fault([...path, "implementations"], "names an implementation twice", EDITED);
  if (!solo.some(([, partition]) => partition === "w"))
    yield fault(
      [...path, "solo"],
      `has no time of \`${kernelKey(kernel)}\` on the whole GPU`,
      MEASURE_AGAIN,
    );
  const isSeen = sizesSeen();
  for (const [list, rows] of [
    ["solo", solo],
    ["heldOut", heldOut],
  ] as const)
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index] as (typeof rows)[number];
      const [implementation, partition] = [row[0], row[1]];
      const keys = () => [...path, list, index];
      if (implementation >= implementations.length)
        yield unknownImplementation([...keys(), 0], implementation, implementations);
      if (!partitions.has(partition))
        yield fault([...keys(), 1], `is \`${partition}\`, which is no side of any split`, EDITED);
      if (isSeen(partition, implementation, row[2], row[3])) yield fault(keys(), REPEATED, EDITED);
    }
  for (const [index, [implementation]] of defaults.entries())
    if (implementation >= implementations.length)
      yield unknownImplementation([...path, "defaults", index, 0], implementation, implementations);
  const seen = new Set<string>();
  for (const [index, row] of sustained.entries()) {
    const [implementation, tokens, context] = row;
    const keys = [...path, "sustained", index];
    if (implementation >= implementations.length)
      yield unknownImplementation([...keys, 0], implementation, implementations);
    if (isRepeated(seen, `${implementation} ${tokens} ${context}`))
      yield fault(keys, REPEATED, EDITED);
    yield* spacedFaults(keys, row, gpu.boostClockMhz);
  }
}

/** Clocks may read a little above the boost clock that the driver states. */
const CLOCK_TOLERANCE = 1.1;

function* spacedFaults(
  keys: (string | number)[],
  row: ProfileKernel["sustained"][number],
  boostClockMhz: number,
): Generator<Fault> {
  const [, , , , , clockMhz, , , spacedUs, spacedClockMhz] = row;
  if (spacedUs > 0 !== spacedClockMhz > 0)
    yield fault(keys, "has only a part of the spaced measurement", EDITED);
  if (Math.max(clockMhz, spacedClockMhz) > CLOCK_TOLERANCE * boostClockMhz)
    yield fault(
      keys,
      `has a clock above the boost clock of ${formatNumber(boostClockMhz)} MHz`,
      MEASURE_AGAIN,
    );
}

function* pairFaults({ kernels, pairs, splits }: Profile): Generator<Fault> {
  const spreads = kernels.map(({ solo }) => Math.max(0, ...solo.map((row) => row[5])));
  const known = new Set(splits.map(splitId));
  const seen = new Set<string>();
  for (const [index, pair] of pairs.entries()) {
    const { group, remainder, rows, mechanism, heldOut = [], sustained = [] } = pair;
    const path = ["pairs", index];
    const [first, second] = [kernels[group], kernels[remainder]];
    if (first === undefined || second === undefined) {
      yield fault(path, `names a kernel beyond the ${kernels.length} of the file`, EDITED);
      continue;
    }
    if (isRepeated(seen, `${group} ${remainder} ${mechanism ?? DEFAULT_MECHANISM}`))
      yield fault(path, REPEATED, EDITED);
    const floor = slowdownFloor(Math.max(spreads[group] ?? 0, spreads[remainder] ?? 0));
    const seenRows = new Set<string>();
    const timed = [
      ...[...rows.entries()].map(([at, row]) => ({ row, keys: [...path, "rows", at] })),
      ...[...heldOut.entries()].map(([at, row]) => ({ row, keys: [...path, "heldOut", at] })),
    ];
    const steady = [...sustained.entries()].map(([at, row]) => ({
      row,
      keys: [...path, "sustained", at],
    }));
    for (const { row, keys } of [...timed, ...steady]) {
      if (!known.has(splitId({ groupSms: row[0], ...(mechanism && { mechanism }) })))
        yield fault([...keys, 0], `is ${row[0]}, which is the group of no split`, EDITED);
      if (row[1] >= first.implementations.length)
        yield unknownImplementation([...keys, 1], row[1], first.implementations);
      if (row[4] >= second.implementations.length)
        yield unknownImplementation([...keys, 4], row[4], second.implementations);
    }
    for (const { row, keys } of timed) {
      if (isRepeated(seenRows, row.slice(0, 7).join(" "))) yield fault(keys, REPEATED, EDITED);
      for (const column of [7, 8] as const)
        if (row[column] < floor)
          yield fault(
            [...keys, column],
            `is ${row[column]}: co-running faster than alone by more than the spread explains (at least ${floor.toFixed(3)})`,
            MEASURE_AGAIN,
          );
    }
  }
}

function* mixFaults({ kernels, mixes = [] }: Profile): Generator<Fault> {
  for (const [index, { parts }] of mixes.entries()) {
    for (const [at, [kernel, implementation]] of parts.entries()) {
      const keys = ["mixes", index, "parts", at];
      const known = kernels[kernel];
      if (known === undefined)
        yield fault(keys, `names a kernel beyond the ${kernels.length} of the file`, EDITED);
      else if (implementation >= known.implementations.length)
        yield unknownImplementation([...keys, 1], implementation, known.implementations);
    }
  }
}

function unknownImplementation(
  keys: (string | number)[],
  index: number,
  implementations: readonly string[],
): Fault {
  return fault(
    keys,
    `is ${index}, but there are ${implementations.length} implementations, counted from 0`,
    EDITED,
  );
}

const REPEATED = "repeats an earlier entry";

/** Remembers sizes by partition and implementation. A profile has ten thousand: a text for each would take long. */
function sizesSeen(): (
  partition: string,
  implementation: number,
  tokens: number,
  context: number,
) => boolean {
  const known = new Map<string, Map<number, Set<number>>[]>();
  return (partition, implementation, tokens, context) => {
    const ofPartition = known.get(partition) ?? [];
    if (ofPartition.length === 0) known.set(partition, ofPartition);
    const sizes = ofPartition[implementation] ?? new Map<number, Set<number>>();
    ofPartition[implementation] = sizes;
    const contexts = sizes.get(tokens);
    if (contexts === undefined) {
      sizes.set(tokens, new Set([context]));
      return false;
    }
    const before = contexts.size;
    return contexts.add(context).size === before;
  };
}

/** Whether a key was there before; from now on it was. */
function isRepeated(seen: Set<string>, key: string): boolean {
  const before = seen.size;
  return seen.add(key).size === before;
}
