import { ask } from "./measure.ts";
import { DECODE_IMPLEMENTATIONS, decodeFields, gemmLine, LLAMA_GEMMS, words } from "./rows.ts";

const TOKENS = [1024, 512];
const ATTENTION = decodeFields({ requests: 256, context: 1024 });
/** SMs left to attention that can pay: it takes about 60 to saturate the memory of an H200. */
const LEAST_SMS = 12;
const MOST_SMS = 40;
/** The fastest implementations of a GEMM that are tried in company on each split. */
const IMPLEMENTATIONS = 6;

/**
 * Each GEMM beside decode attention on two sides of a split: the greatest sum of both rates, each as a fraction of the
 * same operation's speed alone on the whole GPU with its fastest implementation. 1 is no gain, 2 would be free overlap.
 */
export async function measureCompany(server, { splits, implementations }) {
  const operation = "gemm beside decode_attention";
  const solos = [];
  for (const impl of DECODE_IMPLEMENTATIONS)
    solos.push(await ask(server, `solo ${words({ ...ATTENTION, impl })} part=whole`));
  const failed = solos.find(({ failure }) => failure !== undefined);
  if (failed !== undefined) return [{ operation, failure: failed.failure }];
  const attentionUs = Math.min(...solos.map(({ medianUs }) => medianUs));
  const sensible = splits.filter(
    ({ remainderSms }) => remainderSms >= LEAST_SMS && remainderSms <= MOST_SMS,
  );
  const entries = [];
  for (const m of TOKENS)
    for (const [name, n, k] of LLAMA_GEMMS)
      entries.push({
        operation,
        size: `llama-3-8b ${name}, ${m} x ${n} x ${k}; ${ATTENTION.requests} x ${ATTENTION.context}`,
        ...(await bestPair(server, { m, n, k }, attentionUs, sensible, implementations.gemm)),
      });
  return entries;
}

/** @param own implementations that are tried whatever their speed alone: they fetch least */
async function bestPair(server, { m, n, k }, attentionUs, splits, own) {
  const alone = await ask(server, gemmLine(m, n, k, "whole", IMPLEMENTATIONS));
  if (alone.failure !== undefined) return { failure: alone.failure };
  const aloneUs = alone.results[0].medianUs;
  let best = { failure: "no pair could be measured" };
  for (const { groupSms, remainderSms } of splits) {
    const group = await ask(server, gemmLine(m, n, k, `group:${groupSms}`, IMPLEMENTATIONS));
    if (group.failure !== undefined) continue;
    const fastest = group.results
      .slice(0, IMPLEMENTATIONS)
      .filter(({ medianUs }) => medianUs > 0)
      .map(({ impl }) => impl);
    for (const impl of new Set([...fastest, ...own])) {
      const pair = await ask(
        server,
        `pair split=${groupSms} budget_ms=20 ${words({ op: "gemm", m, n, k, impl }, "a.")} ${words({ ...ATTENTION, impl: DECODE_IMPLEMENTATIONS[0] }, "b.")}`,
      );
      if (pair.failure !== undefined) continue;
      const rates = { gemm: aloneUs / pair.aUs, attention: attentionUs / pair.bUs };
      const sumOfRates = rates.gemm + rates.attention;
      if (best.sumOfRates > sumOfRates) continue;
      best = {
        part: `${groupSms} + ${remainderSms}`,
        implementation: impl,
        us: pair.aUs,
        rates,
        sumOfRates,
      };
    }
  }
  return best;
}
