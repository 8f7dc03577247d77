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

const MAKERS: Readonly<Record<Maker, (m: number, k: number) => string>> = {
  norm: (m, k) => `1.op=rms_norm 1.tokens=${m} 1.hidden=${k}`,
  silu: (m, k) => `1.op=silu_mul 1.tokens=${m} 1.width=${k}`,
  attention: (m, k) => `1.op=quantise_rows 1.tokens=${m} 1.width=${k}`,
};

/**
 * A product with what makes its input, as layers run them: the kernel that makes it quantises it, and the product is
 * cuBLASLt's or our own, whichever is faster.
 *
 * @throws PlannerError `E_NATIVE` when no implementation runs
 */
export async function ownSide(
  server: NativeServer,
  { m, n, k, maker }: LayerProduct,
  length: TurnLength,
): Promise<Side & { implementation: string }> {
  const product = { m, n, k };
  const implementation = await fastest(server, product, FP8_OPERANDS);
  const job = sustainedMix(
    [
      `${MAKERS[maker](m, k)} 1.output=fp8-e4m3 1.scaling=row`,
      gemmWords(2, product, `${FP8_OPERANDS} impl=${implementation}`),
    ],
    length,
  );
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

/** Words of a product as operation `number` of a mix. */
export function gemmWords(
  number: number,
  { m, n, k }: { m: number; n: number; k: number },
  options: string,
): string {
  return ["op=gemm", `m=${m}`, `n=${n}`, `k=${k}`, ...options.split(" ").filter(Boolean)]
    .map((word) => `${number}.${word}`)
    .join(" ");
}

/** A job of operations that read each other's results, over and over. */
export function sustainedMix(
  operations: readonly string[],
  { settleSeconds, seconds }: TurnLength,
): string {
  return `mix chained=1 settle_seconds=${settleSeconds} seconds=${seconds} ${operations.join(" ")}`;
}

/** @throws PlannerError `E_NATIVE` when the job fails */
export async function turnOf(server: NativeServer, job: string): Promise<Turn> {
  const answer = await ask(server, job);
  if (answer.failure !== undefined) throw new PlannerError("E_NATIVE", `${job}: ${answer.failure}`);
  const { medianUs: us = Number.NaN, spread = Number.NaN, energyMj = Number.NaN } = answer;
  const { clockMhz = Number.NaN, powerW = Number.NaN } = answer;
  return { us, spread, energyMj, clockMhz, powerW };
}
