import type { ProgramBuilder } from "../solver/mixed-integer-program.ts";
import type { JointData } from "./joint-data.ts";

/** Columns of the joint program, as positions. */
export interface JointVariables {
  /** Target over period: above 1 for a schedule that beats it. */
  rate: number;
  /** 1: nothing beats the target. All but the rate is free of meaning then. */
  keep: number;
  /** Of each mode: 1 if its unit takes it. */
  mode: readonly number[];
  /** Of each mode: the rate if its unit takes it, else 0. */
  work: readonly number[];
  /** Of each configuration: share of the period spent in it. */
  time: readonly number[];
  /** Of each unit: its start as a share of the period, from the start of unit 0. */
  place: readonly number[];
  /** Of each unit: layers that it runs behind the newest. */
  stage: readonly number[];
  /** Of each open pair. */
  pairs: readonly PairColumns[];
}

/** Columns of an open pair of units a and b. */
export interface PairColumns {
  /** 1 if a starts before b in the period. */
  before: number;
  /** Empty unless the two have a common split. */
  sides: readonly SideColumns[];
  /** Of each common split: 1 if both are on it. */
  together: readonly number[];
}

/** One of two units is in flight when the other starts: first a when b does, then the reverse. */
export interface SideColumns {
  intrudes: number;
  /** Share of the period that both are in flight then. */
  overlap: number;
}

/** @param highestRate no schedule has a higher one */
export function jointVariables(
  { problem, configurations, pairs }: JointData,
  highestRate: number,
  program: ProgramBuilder,
): JointVariables {
  const binary = () => program.whole(1);
  const share = () => program.continuous(1);
  // Each part spans two layers at most, and keeps within two of any other.
  const parts = new Set(problem.units.map(({ part }) => part)).size;
  const side = () => ({ intrudes: binary(), overlap: share() });
  return {
    rate: program.continuous(highestRate),
    keep: binary(),
    mode: problem.modes.map(binary),
    work: problem.modes.map(() => program.continuous(highestRate)),
    time: configurations.map(share),
    place: problem.units.map((_, unit) => program.continuous(unit === 0 ? 0 : 1)),
    stage: problem.units.map(() => program.whole(2 * parts + 2)),
    pairs: pairs.map(({ splits }) => ({
      before: binary(),
      sides: splits.length === 0 ? [] : [side(), side()],
      together: splits.map(share),
    })),
  };
}
