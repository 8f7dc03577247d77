import { wordList } from "../../../src/engine/cuda/process/executor-process.ts";
import {
  CACHED,
  CALLS,
  CONTEXT,
  PAGE_TOKENS,
  PAGES,
  REQUESTS,
  type Setting,
  TOKENS,
} from "./setting.ts";

type Words = Readonly<Record<string, string | number>>;

/** A program of one queue on the whole GPU. */
function programText({ gpu }: Setting, calls: readonly Words[]): string {
  const queue = wordList({ side: "whole", sms: gpu.smCount });
  const runs = calls.map((words) => ["run", ...wordList({ queue: 0, ...words })].join(" "));
  return `${[["queue", ...queue].join(" "), ...runs].join("\n")}\n`;
}

function gemm(tokens: number, n: number, k: number, operands: Words): Words {
  const kernel = { kernel: "gemm", implementation: "default", tokens, n, k };
  return { ...kernel, ...operands, "@workspace": "workspace+0" };
}

function cacheWords({ shape: { queryHeads, kvHeads, headSize } }: Setting, data: string): Words {
  return {
    ...{ qheads: queryHeads, kvheads: kvHeads, head: headSize, page: PAGE_TOKENS, pages: PAGES },
    ...{ "@keys": `${data}.keys+0`, "@values": `${data}.values+0` },
  };
}

/** The product that is timed: gate and up. */
export function gemmText(setting: Setting, data: string, weight: string): string {
  const { gateUpWidth, shape } = setting;
  const operands = { "@input": `${data}.input+0`, "@weight": weight, "@output": "output+0" };
  const call = gemm(TOKENS, gateUpWidth, shape.hiddenSize, operands);
  return programText(setting, Array(CALLS.gemm).fill(call));
}

/** Which tiles decode attention reads; the same for all data. */
export function planText(setting: Setting): string {
  const words = { "@contextLengths": "contexts+0", "@tileOffsets": "tiles+0" };
  return programText(setting, [{ kernel: "decode_plan", tokens: REQUESTS, ...words }]);
}

/** The decode attention that is timed. */
export function decodeText(setting: Setting, data: string): string {
  const call = {
    ...{ kernel: "decode_attention", implementation: "bulk.c1", tokens: REQUESTS },
    ...cacheWords(setting, data),
    ...{ queryStride: setting.qkvWidth, pageTableStride: CONTEXT / PAGE_TOKENS },
    ...{ "@query": `${data}.query+0`, "@pageTable": "pages+0", "@contextLengths": "contexts+0" },
    ...{ "@tileOffsets": "tiles+0", "@partials": "partials+0", "@counters": "counters+0" },
    "@output": "attended+0",
  };
  return programText(setting, Array(CALLS.decode_attention).fill(call));
}

/** Puts keys and values of `qkv` into the cache where the kernel of serving puts them, turned by no angle. */
function append(setting: Setting, data: string, adjustments: Words): Words {
  return {
    ...{ kernel: "rope_kv_append", implementation: "default", tokens: CACHED, context: 1 },
    ...cacheWords(setting, data),
    ...{
      "@qkv": "qkv+0",
      "@rotations": "rotations+0",
      "@positions": "positions+0",
      "@slots": "slots+0",
    },
    ...adjustments,
  };
}

export function appendText(setting: Setting, data: string): string {
  return programText(setting, [append(setting, data, {})]);
}

/**
 * A checkpoint's activations, queries, keys and values in its first layer.
 *
 * @param weightOf address of a weight by its name
 */
export function checkpointText(
  setting: Setting,
  data: string,
  weightOf: (name: string) => string,
): string {
  const { shape, qkvWidth, epsilon } = setting;
  const { hiddenSize: hidden, vocabularySize: vocab, qkvBias, qkNorm } = shape;
  const norm = (tokens: number, weight: string, output: string): Words => ({
    ...{ kernel: "rms_norm", implementation: "default", tokens, hidden, epsilon },
    ...{ "@input": "nothing+0", "@residual": "residual+0" },
    ...{ "@weight": weightOf(weight), "@output": output },
  });
  const lookUp = { "@table": weightOf("embedding"), "@ids": "ids+0", "@output": "residual+0" };
  const product = { "@input": "normed+0", "@weight": weightOf("0.qkv_proj"), "@output": "qkv+0" };
  return programText(setting, [
    { kernel: "embedding", implementation: "default", tokens: CACHED, hidden, vocab, ...lookUp },
    norm(TOKENS, "0.mlp_norm", `${data}.input+0`),
    norm(CACHED, "0.attention_norm", "normed+0"),
    gemm(CACHED, qkvWidth, hidden, product),
    append(setting, data, {
      ...(qkvBias && { "@bias": weightOf("0.qkv_bias") }),
      ...(qkNorm && {
        ...{ "@queryNorm": weightOf("0.query_norm"), "@keyNorm": weightOf("0.key_norm"), epsilon },
      }),
    }),
  ]);
}
