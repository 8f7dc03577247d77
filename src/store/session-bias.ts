import { median } from "simple-statistics";
import type { KernelKind, Profile } from "../generated/profile.ts";
import type { SessionFile } from "./session-file.ts";

type Kernel = Profile["kernels"][number];
type SoloRow = Kernel["solo"][number];

/** How one session's figures of a kind of kernel become those of another session. */
export interface Bias {
  /** What its times are multiplied by; 1 where no kernel of the kind is in both. */
  timeFactor: number;
  /** The same of energies above idle power. */
  energyFactor: number;
  /** Times that both sessions measured of the same thing. */
  points: number;
  /** What 95% of them keep after the correction, as a share. */
  left: number;
}

/**
 * By how much the same kernel differed in another session on the same model of GPU, where nothing in
 * both sessions tells: 1.4 to 1.6% were found (docs/kernel-store.md).
 */
const UNKNOWN_BIAS = 0.016;

/**
 * What lies between two sessions, by the kernels of one kind that both measured: the median ratio of
 * times alone on the whole GPU. At each size the implementation counts that is the fastest in the
 * base, since plans run that one. These are the reference kernels.
 */
export function biasBetween(base: SessionFile, other: SessionFile, kind: KernelKind): Bias {
  const shared = sharedKernels(base, other, kind);
  const ratios = shared.flatMap(([ours, theirs]) => ratiosOf(fastestOf(ours), timesOf(theirs)));
  if (ratios.length === 0) return { timeFactor: 1, energyFactor: 1, points: 0, left: UNKNOWN_BIAS };
  const timeFactor = median(ratios);
  const energies = shared.flatMap(([ours, theirs]) =>
    ratiosOf(energiesOf(ours, base), energiesOf(theirs, other)),
  );
  const energyFactor = energies.length === 0 ? 1 : median(energies);
  const errors = ratios.map((ratio) => Math.abs(ratio / timeFactor - 1)).sort((a, b) => a - b);
  const left = errors[Math.floor(0.95 * (errors.length - 1))] ?? 0;
  return { timeFactor, energyFactor, points: ratios.length, left };
}

/** A kernel of another session as the base would have measured it. */
export function corrected(
  kernel: Kernel,
  { timeFactor, energyFactor }: Bias,
  { from, to }: { from: SessionFile; to: SessionFile },
): Kernel {
  const timed = (rows: Kernel["solo"]) =>
    rows.map((row) => row.with(4, row[4] * timeFactor) as typeof row);
  const idle = [from.session.power.idleW, to.session.power.idleW] as const;
  return {
    ...kernel,
    solo: timed(kernel.solo),
    ...(kernel.heldOut !== undefined && { heldOut: timed(kernel.heldOut) }),
    sustained: kernel.sustained.map((row): typeof row => {
      const [implementation, tokens, context, us, spread, clockMhz, powerW, energyMj, ...rest] =
        row;
      const [spacedUs, spacedClockMhz, spacedEnergyMj] = rest;
      const energy = (mj: number, callUs: number) =>
        mj === 0
          ? 0
          : (mj - (idle[0] * callUs) / 1000) * energyFactor +
            (idle[1] * callUs * timeFactor) / 1000;
      // The mean time of a call is its energy over the power (`power-table.ts`).
      const meanUs = (1000 * energyMj) / powerW;
      const callMj = energy(energyMj, meanUs);
      return [
        implementation,
        tokens,
        context,
        us * timeFactor,
        spread,
        clockMhz,
        (1000 * callMj) / (meanUs * timeFactor),
        callMj,
        spacedUs * timeFactor,
        spacedClockMhz,
        energy(spacedEnergyMj, spacedUs),
      ];
    }),
  };
}

function sharedKernels(
  base: SessionFile,
  other: SessionFile,
  kind: KernelKind,
): [ours: Kernel, theirs: Kernel][] {
  const theirs = new Map(other.session.kernels.map(({ name }, at) => [name, at]));
  return base.session.kernels.flatMap(({ name }, at): [Kernel, Kernel][] => {
    const position = theirs.get(name);
    if (position === undefined || name.split(" ")[0] !== kind) return [];
    return [[base.kernel(at), other.kernel(position)]];
  });
}

/** µs alone on the whole GPU, by implementation and size. */
function timesOf({ implementations, solo }: Kernel): Map<string, number> {
  return new Map(
    solo
      .filter(([, partition]) => partition === "w")
      .map(([at, , tokens, context, us]) => [`${implementations[at]} ${tokens} ${context}`, us]),
  );
}

/** The same of the fastest implementation at each size. */
function fastestOf(kernel: Kernel): Map<string, number> {
  const best = new Map<string, SoloRow>();
  for (const row of kernel.solo.filter(([, partition]) => partition === "w")) {
    const size = `${row[2]} ${row[3]}`;
    if (row[4] < (best.get(size)?.[4] ?? Number.POSITIVE_INFINITY)) best.set(size, row);
  }
  return timesOf({ ...kernel, solo: [...best.values()] });
}

/** mJ above idle power of a call back to back. */
function energiesOf({ implementations, sustained }: Kernel, file: SessionFile) {
  const { idleW } = file.session.power;
  return new Map(
    sustained.map(([at, tokens, context, , , , powerW, energyMj]) => [
      `${implementations[at]} ${tokens} ${context}`,
      energyMj * (1 - idleW / powerW),
    ]),
  );
}

function ratiosOf(
  ours: ReadonlyMap<string, number>,
  theirs: ReadonlyMap<string, number>,
): number[] {
  return [...ours].flatMap(([key, value]) => {
    const other = theirs.get(key);
    return other === undefined || !(other > 0) || !(value > 0) ? [] : [value / other];
  });
}
