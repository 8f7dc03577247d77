import type { Hello } from "../../../src/campaign/session/protocol.ts";
import type { NativeServer } from "../../../src/campaign/session/server.ts";
import type { Entry, MeasuredEntry } from "./entry.ts";
import { ask } from "./measure.ts";
import { DECODE_IMPLEMENTATIONS, decodeFields, gemmLine, LLAMA_GEMMS, words } from "./rows.ts";

const TOKENS = [1024, 512];
const ATTENTION = decodeFields({ requests: 256, context: 1024 });
/** SMs left to attention that can pay: it takes about 60 to saturate the memory of an H200. */
const LEAST_SMS = 12;
const MOST_SMS = 40;
/** The fastest implementations of a GEMM that are tried co-running on each split. */
const IMPLEMENTATIONS = 6;

type Split = Hello["splits"][number];
/** A product of matrices m x k and k x n. */
interface Gemm {
  m: number;
  n: number;
  k: number;
}
/** What a pair has to say beyond what it is of. */
type Pair = Pick<MeasuredEntry, "part" | "implementation" | "us"> &
  Required<Pick<MeasuredEntry, "rates" | "sumOfRates">>;
/** µs alone on the whole GPU, each with its fastest implementation. */
interface AloneUs {
  gemm: number;
  attention: number;
}

/**
 * Each GEMM beside decode attention on two sides of a split: the greatest sum of both rates, each as a fraction of the
 * same operation's speed alone on the whole GPU with its fastest implementation. 1 is no gain, 2 would be free overlap.
 */
export async function measureCoRuns(
  server: NativeServer,
  { splits, implementations }: Hello,
): Promise<Entry[]> {
  const operation = "gemm beside decode_attention";
  const attention = await attentionAloneUs(server);
  if (typeof attention !== "number") return [{ operation, ...attention }];
  const sensible = splits.filter(
    ({ remainderSms }) => remainderSms >= LEAST_SMS && remainderSms <= MOST_SMS,
  );
  const entries: Entry[] = [];
  for (const m of TOKENS)
    for (const [name, n, k] of LLAMA_GEMMS) {
      const size = `llama-3-8b ${name}, ${m} x ${n} x ${k}; ${ATTENTION.requests} x ${ATTENTION.context}`;
      const own = implementations.gemm ?? [];
      const pair = await bestPair(server, { m, n, k }, attention, sensible, own);
      entries.push({ operation, size, ...pair });
    }
  return entries;
}

async function attentionAloneUs(server: NativeServer): Promise<number | { failure: string }> {
  const times = [];
  for (const impl of DECODE_IMPLEMENTATIONS) {
    const solo = await ask(server, `solo ${words({ ...ATTENTION, impl })} part=whole`);
    if (solo.failure !== undefined) return { failure: solo.failure };
    times.push(solo.medianUs ?? Number.NaN);
  }
  return Math.min(...times);
}

/** @param own implementations that are tried whatever their speed alone: they fetch least */
async function bestPair(
  server: NativeServer,
  gemm: Gemm,
  attentionUs: number,
  splits: readonly Split[],
  own: readonly string[],
): Promise<Pair | { failure: string }> {
  const alone = await ask(server, gemmLine(gemm, "whole", IMPLEMENTATIONS));
  if (alone.failure !== undefined) return { failure: alone.failure };
  const aloneUs = { gemm: alone.results?.[0]?.medianUs ?? Number.NaN, attention: attentionUs };
  let best: Pair | undefined;
  for (const split of splits) {
    const fastest = await fastestOn(server, gemm, split);
    if (fastest === undefined) continue;
    for (const impl of new Set([...fastest, ...own])) {
      const pair = await measurePair(server, gemm, impl, split, aloneUs);
      if (pair === undefined || (best !== undefined && best.sumOfRates > pair.sumOfRates)) continue;
      best = pair;
    }
  }
  return best ?? { failure: "no pair could be measured" };
}

/** The fastest implementations of a GEMM alone on the group of a split. */
async function fastestOn(
  server: NativeServer,
  gemm: Gemm,
  { groupSms }: Split,
): Promise<string[] | undefined> {
  const group = await ask(server, gemmLine(gemm, `group:${groupSms}`, IMPLEMENTATIONS));
  if (group.failure !== undefined) return undefined;
  return (group.results ?? [])
    .slice(0, IMPLEMENTATIONS)
    .filter(({ medianUs = 0 }) => medianUs > 0)
    .map(({ impl }) => impl);
}

async function measurePair(
  server: NativeServer,
  gemm: Gemm,
  impl: string,
  { groupSms, remainderSms }: Split,
  aloneUs: AloneUs,
): Promise<Pair | undefined> {
  const attention = { ...ATTENTION, impl: DECODE_IMPLEMENTATIONS[0] };
  const sides = [words({ op: "gemm", ...gemm, impl }, "a."), words(attention, "b.")];
  const pair = await ask(server, `pair split=${groupSms} budget_ms=20 ${sides.join(" ")}`);
  if (pair.failure !== undefined) return undefined;
  const { aUs: us = Number.NaN, bUs = Number.NaN } = pair;
  const rates = { gemm: aloneUs.gemm / us, attention: aloneUs.attention / bUs };
  return {
    part: `${groupSms} + ${remainderSms}`,
    implementation: impl,
    us,
    rates,
    sumOfRates: rates.gemm + rates.attention,
  };
}
