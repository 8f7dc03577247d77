import type { NativeServer } from "../../../src/campaign/session/server.ts";
import { PlannerError } from "../../../src/errors.ts";
import { ask } from "../kernels/measure.ts";
import type { LayerProduct, Maker } from "./shapes.ts";
import type { Side, Turn } from "./turns.ts";

export const FP8_OPERANDS = "operands=fp8-e4m3 scaling=row accumulation=fast";

/** How long a turn settles, and counts. */
export interface TurnLength {
  settleSeconds: number;
  seconds: number;
}

const MAKERS: Readonly<Record<Exclude<Maker, "none">, (m: number, k: number) => string>> = {
  norm: (m, k) => `op=rms_norm tokens=${m} hidden=${k}`,
  silu: (m, k) => `op=silu_mul tokens=${m} width=${k}`,
  attention: (m, k) => `op=quantise_rows tokens=${m} width=${k}`,
};

/**
 * A product with what makes its input, if anything, as layers run them: the kernel that makes it quantises it, and the
 * product is cuBLASLt's or our own, whichever is faster.
 *
 * @throws PlannerError `E_NATIVE` when no implementation runs
 */
export async function ownSide(
  server: NativeServer,
  { m, n, k, maker }: LayerProduct,
  length: TurnLength,
): Promise<Side> {
  const implementation = await fastest(server, { m, n, k }, FP8_OPERANDS);
  const product = `op=gemm m=${m} n=${n} k=${k} ${FP8_OPERANDS} impl=${implementation}`;
  const made = maker === "none" ? [] : [`${MAKERS[maker](m, k)} output=fp8-e4m3 scaling=row`];
  const job = sustained([...made, product], length);
  return { name: "here", implementation, turn: () => turnOf(server, job) };
}

/** The fastest implementation of a product in bursts. @throws PlannerError `E_NATIVE` when none runs */
export async function fastest(
  server: NativeServer,
  { m, n, k }: { m: number; n: number; k: number },
  options: string,
): Promise<string> {
  const job = `sweep op=gemm m=${m} n=${n} k=${k} ${options} part=whole top=3`;
  const { failure, ...answer } = await ask(server, job);
  const best = "results" in answer ? answer.results?.[0] : undefined;
  if (best === undefined) throw new PlannerError("E_NATIVE", `${job}: ${failure ?? "no result"}`);
  return best.impl;
}

/** A job of operations, over and over, of which each reads what the one before made; or of a single one. */
export function sustained(
  operations: readonly string[],
  { settleSeconds, seconds }: TurnLength,
): string {
  const length = `settle_seconds=${settleSeconds} seconds=${seconds}`;
  const [only, ...others] = operations;
  if (others.length === 0) return `solo state=sustained ${length} ${only} part=whole`;
  const numbered = operations.map((operation, index) =>
    operation
      .split(" ")
      .filter(Boolean)
      .map((word) => `${index + 1}.${word}`)
      .join(" "),
  );
  return `mix chained=1 ${length} ${numbered.join(" ")}`;
}

/** @throws PlannerError `E_NATIVE` when the job fails */
export async function turnOf(server: NativeServer, job: string): Promise<Turn> {
  const answer = await ask(server, job);
  if (answer.failure !== undefined) throw new PlannerError("E_NATIVE", `${job}: ${answer.failure}`);
  const { medianUs: us = Number.NaN, spread = Number.NaN, energyMj = Number.NaN } = answer;
  const { clockMhz = Number.NaN, powerW = Number.NaN } = answer;
  return { us, spread, energyMj, clockMhz, powerW };
}
