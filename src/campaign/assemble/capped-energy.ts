import type { ProfileKernel } from "../../cost/table/kernel-table.ts";
import { PowerTable } from "../../cost/table/power-table.ts";
import type { JobUse } from "../jobs/job.ts";
import type { Result } from "../jobs/results.ts";
import { KEEPS_CLOCK } from "../stages/energy.ts";
import { rounded } from "./rounded.ts";

type Row = ProfileKernel["sustained"][number];
type Capped = Result & { job: Extract<Result["job"], { type: "capped" }> };

interface Measured {
  results: readonly Result[];
  /** For each kernel of the profile, its position in the campaign. */
  timed: readonly number[];
  kernels: readonly ProfileKernel[];
  idleW: number;
}

/**
 * Kernels with what they take at the clock of a capped layer, where they keep the boost clock alone:
 * what they took in turns with a product, less what the product takes at that clock. The state at boost
 * clock becomes that with gaps, which is what it is without any.
 */
export function withCappedStates({ kernels, ...measured }: Measured): ProfileKernel[] {
  const capped = measured.results.filter(
    (result): result is Capped => result.job.type === "capped" && result.answer.status === "ok",
  );
  return kernels.map((kernel, at) => ({
    ...kernel,
    sustained: kernel.sustained.map((row) => {
      const found = capped.find(
        ({ job }) => job.kernel === measured.timed[at] && isOf(job, kernel, row),
      );
      return found === undefined ? row : (cappedRow(row, found, { kernels, ...measured }) ?? row);
    }),
  }));
}

/** @returns undefined where the card kept its clock, or the product's two states are not known */
function cappedRow(
  row: Row,
  { job: { beside }, answer }: Capped,
  { timed, kernels, idleW }: Measured,
): Row | undefined {
  const [implementation, tokens, context, boostUs, spread, boostMhz, , boostMj, spacedUs] = row;
  const { clockMhz = 0, powerW = 0, energyMj = 0 } = answer;
  if (spacedUs > 0 || !(powerW > 0) || !(clockMhz > 0) || clockMhz > KEEPS_CLOCK * boostMhz)
    return undefined;
  const product = kernels[timed.indexOf(beside.kernel)];
  const alone = product && stateOf(product, beside, clockMhz, idleW);
  if (alone === undefined) return undefined;
  const bothUs = (1000 * energyMj) / powerW;
  const us = Math.max(bothUs - alone.us, boostUs);
  const aboveIdle = (mj: number, callUs: number) => mj - (idleW * callUs) / 1000;
  const ownMj = aboveIdle(energyMj, bothUs) - alone.aboveIdleMj;
  if (!(ownMj > 0)) return undefined;
  // At a lower voltage no kernel takes more: what says so is noise.
  const totalMj = Math.min(ownMj, aboveIdle(boostMj, boostUs)) + (idleW * us) / 1000;
  const ownW = (1000 * totalMj) / us;
  return [
    ...[implementation, tokens, context, rounded(us), spread],
    ...[clockMhz, ownW, totalMj, boostUs, boostMhz, boostMj].map(rounded),
  ] as unknown as Row;
}

/** A product at a clock between its two measured states; undefined where it has but one. */
function stateOf(
  product: ProfileKernel,
  use: JobUse,
  clockMhz: number,
  idleW: number,
): { us: number; aboveIdleMj: number } | undefined {
  const row = product.sustained.find((each) => isOf(use, product, each));
  if (row === undefined || !(row[8] > 0)) return undefined;
  const table = new PowerTable(product.kind, [row], idleW);
  const [spacedUs, spacedMhz] = [row[8], row[9]];
  const us = spacedUs * (1 + table.clockSensitivity * Math.max(spacedMhz / clockMhz - 1, 0));
  const aboveIdleMj = table.energyMj(use.size, clockMhz);
  return aboveIdleMj === undefined ? undefined : { us, aboveIdleMj };
}

function isOf({ implementation, size }: JobUse, kernel: ProfileKernel, row: Row): boolean {
  const [position, tokens, context] = row;
  return (
    kernel.implementations[position] === implementation &&
    tokens === size.tokens &&
    context === size.context
  );
}
