import type { ExecutorProcess } from "../../../src/engine/cuda/process/executor-process.ts";
import type { ExecutorHello } from "../../../src/engine/cuda/process/protocol.ts";
import { layOutWeights } from "../../../src/engine/cuda/weights/device-weights.ts";
import type { WeightSource } from "../../../src/engine/cuda/weights/weight-source.ts";
import { type DataKind, type Fill, fillsOf } from "./data.ts";
import { appendText, checkpointText, decodeText, gemmText, planText } from "./programs.ts";
import {
  CACHED,
  CONTEXT,
  cacheElements,
  PAGES,
  REQUESTS,
  type Setting,
  TOKENS,
} from "./setting.ts";

const BF16_BYTES = 2;
const WORD_BYTES = 4;

/** Memory that all kinds of data share: outputs, scratch, and where things lie. */
export async function takeShared(
  executor: ExecutorProcess,
  setting: Setting,
  hello: ExecutorHello,
): Promise<void> {
  const { shape, gpu, gateUpWidth, qkvWidth } = setting;
  const { headSize, kvHeads, queryHeads } = shape;
  const partials = gpu.decodePartialBytes.find(({ head }) => head === headSize)?.bytes ?? 0;
  const sizes = {
    output: TOKENS * gateUpWidth * BF16_BYTES,
    attended: REQUESTS * queryHeads * headSize * BF16_BYTES,
    qkv: CACHED * qkvWidth * BF16_BYTES,
    workspace: hello.gemmWorkspaceBytes,
    partials,
    counters: REQUESTS * kvHeads * WORD_BYTES,
    tiles: (REQUESTS + 1) * WORD_BYTES,
    positions: CACHED * WORD_BYTES,
  };
  for (const [region, size] of Object.entries(sizes))
    await executor.ask("allocate", { region, size });
  await put(
    executor,
    "slots",
    Int32Array.from({ length: CACHED }, (_, slot) => slot),
  );
  await put(
    executor,
    "pages",
    Int32Array.from({ length: PAGES }, (_, page) => page),
  );
  await put(executor, "contexts", new Int32Array(REQUESTS).fill(CONTEXT));
  // Cosine and sine of no turn.
  await put(
    executor,
    "rotations",
    Float32Array.from({ length: headSize }, (_, i) => 1 - (i % 2)),
  );
  await run(executor, "plan", planText(setting));
}

/** Fills the tensors of one kind of data and binds its two programs, `gemm.KIND` and `decode_attention.KIND`. */
export async function takeData(
  executor: ExecutorProcess,
  setting: Setting,
  data: DataKind,
  weights: WeightSource | undefined,
): Promise<void> {
  const { shape, qkvWidth } = setting;
  const sizes = {
    input: TOKENS * shape.hiddenSize,
    keys: cacheElements(setting),
    values: cacheElements(setting),
    query: REQUESTS * qkvWidth,
  };
  for (const [name, count] of Object.entries(sizes)) {
    await executor.ask("allocate", { region: `${data}.${name}`, size: count * BF16_BYTES });
  }
  const weight =
    data === "checkpoint" && weights !== undefined
      ? await takeCheckpoint(executor, setting, weights)
      : await takeRandom(executor, setting, data as Exclude<DataKind, "checkpoint">);
  const query = { from: "qkv+0", size: sizes.query * BF16_BYTES };
  const { tail } = await executor.ask("read", query);
  await executor.ask("write", { to: `${data}.query+0` }, tail);
  await run(executor, `gemm.${data}`, gemmText(setting, data, weight));
  await run(executor, `decode_attention.${data}`, decodeText(setting, data));
}

/** @returns address of the weight */
async function takeRandom(
  executor: ExecutorProcess,
  setting: Setting,
  data: Exclude<DataKind, "checkpoint">,
): Promise<string> {
  const { shape, gateUpWidth, qkvWidth } = setting;
  const hidden = shape.hiddenSize;
  const weights = gateUpWidth * hidden;
  await executor.ask("allocate", { region: `${data}.weight`, size: weights * BF16_BYTES });
  const fills = fillsOf(data, { input: hidden, weight: hidden, qkv: qkvWidth });
  await fill(executor, `${data}.input+0`, TOKENS * hidden, fills.input);
  await fill(executor, `${data}.weight+0`, weights, fills.weight);
  await fill(executor, "qkv+0", CACHED * qkvWidth, fills.qkv);
  await run(executor, `append.${data}`, appendText(setting, data));
  return `${data}.weight+0`;
}

/** @returns address of the weight */
async function takeCheckpoint(
  executor: ExecutorProcess,
  setting: Setting,
  source: WeightSource,
): Promise<string> {
  const { hiddenSize, vocabularySize } = setting.shape;
  const weights = layOutWeights(setting.shape, 1);
  await executor.ask("allocate", { region: "weights", size: weights.bytes });
  await source(executor, weights);
  for (const region of ["nothing", "residual", "normed"]) {
    await executor.ask("allocate", { region, size: CACHED * hiddenSize * BF16_BYTES });
  }
  // Steps of a large prime go through the vocabulary in no visible order.
  const idOf = (index: number) => (index * 104_729) % vocabularySize;
  await put(
    executor,
    "ids",
    Int32Array.from({ length: CACHED }, (_, index) => idOf(index)),
  );
  const addressOf = (name: string) => `weights+${weights.tensors.get(name)?.offset}`;
  await run(executor, "checkpoint", checkpointText(setting, "checkpoint", addressOf));
  return addressOf("0.gate_up_proj");
}

async function fill(
  executor: ExecutorProcess,
  to: string,
  count: number,
  words: Fill,
): Promise<void> {
  if (words === undefined) {
    // What others left there; a fill of deviation 0 is a fill of zeros.
    await executor.ask("random", { to, count, mean: 0, deviation: 0, seed: 1 });
    return;
  }
  await executor.ask("random", { to, count, ...words, seed: 1 });
}

async function put(
  executor: ExecutorProcess,
  region: string,
  { buffer, byteLength }: Int32Array | Float32Array,
): Promise<void> {
  await executor.ask("allocate", { region, size: byteLength });
  await executor.ask("write", { to: `${region}+0` }, new Uint8Array(buffer, 0, byteLength));
}

/** Binding a program runs it once. */
async function run(executor: ExecutorProcess, name: string, text: string): Promise<void> {
  await executor.ask("program", { name }, Buffer.from(text));
}
