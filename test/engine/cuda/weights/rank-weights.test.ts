import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import {
  type RankExecutor,
  wordList,
} from "../../../../src/engine/cuda/process/executor-process.ts";
import { openCheckpoint } from "../../../../src/engine/cuda/weights/checkpoint.ts";
import {
  type DeviceWeights,
  layOutWeights,
  stagingBytes,
} from "../../../../src/engine/cuda/weights/device-weights.ts";
import { requireNumbers } from "../../../../src/engine/cuda/weights/sampled-numbers.ts";
import { readStoredTensors } from "../../../../src/engine/cuda/weights/stored-tensors.ts";
import {
  randomWeights,
  type WeightSource,
} from "../../../../src/engine/cuda/weights/weight-source.ts";
import type { ModelShape } from "../../../../src/generated/plan.ts";
import { withPrecision } from "../../../../src/model/precision.ts";
import { resolveModel } from "../../../../src/model/resolve-model.ts";
import {
  ATTENTION,
  checkpointFolder,
  HIDDEN,
  SHAPES,
  writeSafetensors,
} from "../../../support/checkpoint-folder.ts";
import { planFixture } from "../../../support/plan-fixture.ts";
import { plannerError } from "../../../support/planner-error.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

/** As small as the kernels' sizes allow. */
const SMALL = {
  ...{ hiddenSize: 32, queryHeads: 4, kvHeads: 2, headSize: 64, vocabularySize: 70 },
  mlp: { kind: "dense", intermediateSize: 32 },
} as const;

/** What a source asks an executor for, a line each, payloads after them. */
async function requestsOf(source: WeightSource, weights: DeviceWeights): Promise<string[]> {
  const lines: string[] = [];
  const ask: RankExecutor["ask"] = async (verb, words, payload = new Uint8Array()) => {
    lines.push(
      [verb, ...wordList(words)].join(" "),
      ...Buffer.from(payload).toString().split("\n"),
    );
    return { answer: { status: "ok" }, tail: Buffer.alloc(0) };
  };
  await source({ ask }, weights);
  return lines;
}

const wordsOf = (line: string) =>
  Object.fromEntries(
    line
      .split(" ")
      .filter((word) => word.includes("="))
      .map((word) => word.split("=") as [string, string]),
  );
const placeOf = ({ to }: Record<string, string>) => Number(to?.split("+")[1]);

/** By byte of the region: from where a pair of elements is drawn. */
async function drawsOf(shape: ModelShape, rank: number, of: number) {
  const weights = layOutWeights(shape, 1, { rank, of });
  const lines = await requestsOf(randomWeights(3), weights);
  const draws = new Map<number, string>();
  for (const words of lines.filter((line) => line.startsWith("random ")).map(wordsOf)) {
    const { count, seed, mean, deviation } = words;
    const width = Number(words.width ?? count) / 2;
    const pitch = Number(words.pitch ?? count) / 2;
    for (let pair = 0; 2 * pair < Number(count); pair++) {
      const place = Number(seed) + Math.floor(pair / width) * pitch + (pair % width);
      draws.set(placeOf(words) + 4 * pair, `${place} ${mean} ${deviation}`);
    }
  }
  return { weights, draws };
}

describe("random weights of a rank", () => {
  const { shape } = planFixture({ shape: SMALL }).model;
  it.each([
    ["a dense model", shape],
    ["one with biases and norms of heads", { ...shape, qkvBias: true, qkNorm: true }],
    ["one with fewer KV heads than ranks", { ...shape, kvHeads: 1 }],
    [
      "one with experts",
      {
        ...shape,
        mlp: {
          kind: "moe",
          experts: 4,
          expertsPerToken: 2,
          expertIntermediateSize: 16,
          sharedExpertIntermediateSize: 32,
        },
      },
    ],
  ] as const)("are its slices of what one GPU would draw: %s", async (_, each) => {
    const whole = await drawsOf(each, 0, 1);
    for (const rank of [0, 1]) {
      const { weights, draws } = await drawsOf(each, rank, 2);
      for (const [name, { offset, columns, slices, whole: all }] of weights.tensors) {
        const from = whole.weights.tensors.get(name)?.offset ?? Number.NaN;
        let [row, above] = [0, 0];
        for (const [index, slice] of slices.entries()) {
          for (let at = slice.rows[0]; at < slice.rows[1]; at++, row++) {
            for (let column = 0; column < columns; column += 2) {
              // Biases are one column: pairs of them lie below each other.
              if (columns === 1 && row % 2 === 1) continue;
              const element = (above + at) * all.columns + slice.columns[0] + column;
              const own = draws.get(offset + 2 * (row * columns + column));
              if (own !== whole.draws.get(from + 2 * element) || own === undefined)
                throw new Error(`${name} of rank ${rank}: row ${row}, column ${column}`);
            }
          }
          const [start = 0, end = 0] = all.slices[index]?.rows ?? [];
          above += end - start;
        }
        expect(row).toBeGreaterThan(0);
      }
    }
  });
});

describe("a checkpoint on two ranks", () => {
  it("gives each rank its slices and nothing else", async () => {
    const folder = checkpointFolder();
    writeSafetensors(join(folder, "model.safetensors"), Object.keys(SHAPES));
    const stored = readStoredTensors(folder);
    const { model, weights: source } = openCheckpoint(folder);
    const offsetOf = (name: string) => stored.get(name)?.offset ?? Number.NaN;
    for (const rank of [0, 1]) {
      const weights = layOutWeights(model.shape, model.layers, { rank, of: 2 });
      const lines = await requestsOf(source, weights);
      const pieces = lines.filter((line) => line.startsWith("from=")).map(wordsOf);
      const at = (name: string) => weights.tensors.get(name)?.offset ?? Number.NaN;
      const pieceAt = (place: number) => pieces.find((piece) => placeOf(piece) === place);
      // Rows of the queries, 128 in all.
      expect(pieceAt(at("0.qkv_proj"))).toMatchObject({
        from: String(offsetOf(`${ATTENTION}.q_proj.weight`) + rank * 64 * HIDDEN * 2),
        size: String(64 * HIDDEN * 2),
      });
      // Columns of the projection back.
      expect(pieceAt(at("0.o_proj"))).toMatchObject({
        from: String(offsetOf(`${ATTENTION}.o_proj.weight`) + rank * 64 * 2),
        ...{ size: "128", rows: String(HIDDEN), pitch: "256" },
      });
      const bytes = pieces.reduce(
        (sum, { size, rows }) => sum + Number(size) * Number(rows ?? 1),
        0,
      );
      const held = [...weights.tensors.values()].reduce(
        (sum, { rows, columns }) => sum + rows * columns * 2,
        0,
      );
      expect(bytes).toBe(held);
    }
  });
});

describe("weights in FP8", () => {
  const rows = { type: "fp8-e4m3", scaling: "row" } as const;
  const precision = { weights: rows, activations: rows };
  const { shape } = planFixture({ shape: { ...SMALL, precision } }).model;

  it("are staged in bf16, then quantised into their place, the scales behind them", async () => {
    const weights = layOutWeights(shape, 1);
    const lines = await requestsOf(randomWeights(3), weights);
    const tensor = weights.tensors.get("0.gate_up_proj");
    const at = lines.indexOf(
      `quantise from=staging+0 to=weights+${tensor?.offset} scales=weights+${tensor?.scalesOffset} rows=64 width=32`,
    );
    expect(lines.slice(0, at).findLast((line) => line !== "")).toMatch(
      /^random to=staging\+0 count=2048 /,
    );
    expect(stagingBytes(weights)).toBe(2 * Math.max(64 * 32, (4 + 4) * 64 * 32));
    expect(lines.filter((line) => line.startsWith("quantise"))).toHaveLength(4);
    expect(stagingBytes(layOutWeights(planFixture({ shape: SMALL }).model.shape, 1))).toBe(0);
  });

  it("of a rank are the slices of its bf16 weights, staged and quantised by themselves", async () => {
    const { precision: _, ...bf16 } = shape;
    const share = { rank: 1, of: 2 };
    const [narrow, plain] = await Promise.all(
      [shape, bf16].map((each) =>
        requestsOf(randomWeights(3), layOutWeights(each, 1, share)).then((lines) =>
          lines.filter((line) => /^(random|quantise) /.test(line)),
        ),
      ),
    );
    const draws = (lines: readonly string[] = []) =>
      lines.filter((line) => line.startsWith("random")).map((line) => line.replace(/ to=\S+/, ""));
    expect(draws(narrow)).toEqual(draws(plain));
    const staged = narrow?.filter((line) => line.includes("=staging+")) ?? [];
    // Query, key and value; gate and up; the projections back, each half as wide as on one GPU.
    expect(staged.map((line) => line.split(" ")[0])).toEqual([
      ...["random", "random", "random", "quantise", "random", "quantise"],
      ...["random", "random", "quantise", "random", "quantise"],
    ]);
    expect(staged.at(-1)).toMatch(/ rows=32 width=16$/);
  });

  it("of a bf16 checkpoint are quantised while they are loaded", async () => {
    const folder = checkpointFolder();
    writeSafetensors(join(folder, "model.safetensors"), Object.keys(SHAPES));
    const bf16 = resolveModel(folder);
    const wanted = { ...bf16, shape: { ...bf16.shape, precision } };
    const { weights: source } = openCheckpoint(folder, wanted);
    const weights = layOutWeights(wanted.shape, 1);
    const lines = await requestsOf(source, weights);
    const quantised = lines.filter((line) => line.startsWith("quantise"));
    expect(quantised.map((line) => wordsOf(line).rows)).toEqual(["256", "128", "128", "128"]);
    const first = lines.findIndex((line) => line.startsWith("quantise"));
    const staged = lines.slice(0, first).filter((line) => line.includes("to=staging+"));
    // Query, key and value, one below the other.
    expect(staged.map((line) => placeOf(wordsOf(line)))).toEqual([
      0,
      2 * 128 * HIDDEN,
      2 * 192 * HIDDEN,
    ]);
  });

  /** As llm-compressor writes it, with a scale for each channel or for each tensor. */
  function fp8Folder(scales: string, strategy: "channel" | "tensor" = "channel"): string {
    const quantization_config = {
      quant_method: "compressed-tensors",
      format: "float-quantized",
      config_groups: {
        group_0: {
          targets: ["Linear"],
          weights: { num_bits: 8, type: "float", strategy, dynamic: false },
          input_activations: { num_bits: 8, type: "float", strategy: "token", dynamic: true },
        },
      },
      ignore: ["lm_head"],
    };
    const folder = checkpointFolder({ quantization_config });
    const isNarrow = (name: string) => /proj\.weight$/.test(name);
    const shapes = Object.fromEntries(
      Object.entries(SHAPES).flatMap(([name, each]) =>
        isNarrow(name)
          ? [
              [name, each],
              [`${name}_scale`, strategy === "channel" ? [each[0] ?? 0, 1] : []],
            ]
          : [[name, each]],
      ),
    );
    const typeOf = (name: string) =>
      isNarrow(name) ? "F8_E4M3" : name.endsWith("_scale") ? scales : "BF16";
    writeSafetensors(join(folder, "model.safetensors"), Object.keys(shapes), typeOf, shapes);
    return folder;
  }

  it.each(["F32", "BF16"])(
    "of an FP8 checkpoint are loaded as they are, scales of %s as float32",
    async (type) => {
      const folder = fp8Folder(type);
      const stored = readStoredTensors(folder);
      const { model, weights: source } = openCheckpoint(folder);
      const weights = layOutWeights(model.shape, 1);
      const lines = await requestsOf(source, weights);
      expect(lines.filter((line) => /^quantise|staging/.test(line))).toEqual([]);
      const qkv = weights.tensors.get("0.qkv_proj");
      const at = (qkv?.offset ?? 0) + 128 * HIDDEN;
      const key = stored.get(`${ATTENTION}.k_proj.weight`);
      expect(lines).toContain(`from=${key?.offset} size=${64 * HIDDEN} to=weights+${at}`);
      expect(lines).toContain(`write to=weights+${qkv?.scalesOffset}`);
      const bytes = lines.find((line) => line.includes(`to=weights+${qkv?.offset}`));
      expect(wordsOf(bytes ?? "").size).toBe(String(128 * HIDDEN));
    },
  );

  it("of an FP8 checkpoint with a scale for each tensor get it for each of its channels", async () => {
    const folder = fp8Folder("F32", "tensor");
    const stored = readStoredTensors(folder);
    for (const [at, name] of ["q_proj", "k_proj", "v_proj"].entries()) {
      const { file = "", offset = 0 } = stored.get(`${ATTENTION}.${name}.weight_scale`) ?? {};
      const descriptor = openSync(file, "r+");
      writeSync(descriptor, Buffer.from(Float32Array.of(at + 1).buffer), 0, 4, offset);
      closeSync(descriptor);
    }
    const { model, weights: source } = openCheckpoint(folder);
    const weights = layOutWeights(model.shape, 1);
    const to = `weights+${weights.tensors.get("0.qkv_proj")?.scalesOffset}`;
    const written: Float32Array[] = [];
    await source(
      {
        ask: async (verb, words, payload = new Uint8Array()) => {
          if (verb === "write" && words.to === to)
            written.push(new Float32Array(Uint8Array.from(payload).buffer));
          return { answer: { status: "ok" }, tail: Buffer.alloc(0) };
        },
      },
      weights,
    );
    const widths = [128, 64, 64];
    expect(written.map((scales) => [...scales])).toEqual([
      widths.flatMap((width, at) => Array(width).fill(at + 1)),
    ]);
  });

  it("of an FP8 checkpoint serve plans in FP8, whatever their cache, and no others", () => {
    const folder = fp8Folder("F32");
    const { model } = openCheckpoint(folder);
    const cached = withPrecision(model, { kvCache: "fp8" });
    expect(openCheckpoint(folder, cached).model.shape.precision).toEqual(model.shape.precision);
    const bf16 = withPrecision(model, { precision: "bf16" });
    expect(plannerError(() => openCheckpoint(folder, bf16)).message).toContain("its precision is");
  });

  it("need their scales, and say where such are made", () => {
    const error = plannerError(() => openCheckpoint(fp8Folder("F16")));
    expect(error.message).toMatch(/is F16 of \[128, 1\], where .* in F32 or BF16 is read/);
    expect(error.remedy).toContain("of the bf16 one with `nanoflow-plan quantize`");
  });

  /** Bytes of a tensor of all samples, and then some. */
  const LONG = { shape: [8192, HIDDEN], places: [0, 0.25, 0.5, 0.75, 1] };

  it.each([
    ["F8_E4M3", 0x7f],
    ["F8_E4M3", 0xff],
    ["BF16", 0x7fc0],
    ["BF16", 0xff80],
  ])("are numbers, as far as samples tell: %s %i is none", (dtype, bits) => {
    const folder = temporaryFolder();
    const file = join(folder, "one.bin");
    const width = dtype === "BF16" ? 2 : 1;
    const [rows = 0, columns = 0] = LONG.shape;
    const bytes = rows * columns * width;
    const tensor = { file, dtype, shape: LONG.shape, offset: 3, bytes };
    const data = Buffer.alloc(3 + bytes);
    writeFileSync(file, data);
    expect(() => requireNumbers("w", tensor)).not.toThrow();
    for (const place of LONG.places) {
      const element = Math.floor(place * (rows * columns - 1));
      const copy = Buffer.from(data);
      copy.writeUIntLE(bits, 3 + width * element, width);
      writeFileSync(file, copy);
      expect(plannerError(() => requireNumbers("w", tensor)).message).toBe(
        `\`w\` has elements that are no finite number, such as element ${element}`,
      );
    }
    // The largest number of each type is one.
    data.writeUIntLE(bits - 1, 3, width);
    if (dtype === "F8_E4M3") {
      writeFileSync(file, data);
      expect(() => requireNumbers("w", tensor)).not.toThrow();
    }
  });

  it("in FP8 that are none are refused before anything is loaded", () => {
    const folder = fp8Folder("F32");
    const name = `${ATTENTION}.k_proj.weight`;
    const { file = "", offset = 0, bytes = 0 } = readStoredTensors(folder).get(name) ?? {};
    writeFileSync(file, readFileSync(file).fill(0x7f, offset, offset + bytes));
    expect(plannerError(() => openCheckpoint(folder)).message).toContain(
      `\`${name}\` has elements that are no finite number, such as element 0`,
    );
  });

  it.each([
    ["BF16", 0x0000, "0"],
    ["BF16", 0xbf80, "-1"],
    ["BF16", 0x7fc0, "NaN"],
    ["BF16", 0x7f80, "Infinity"],
    ["BF16", 0x7f00, "1.7014118346046923e+38"],
    ["F32", 0x80000000, "0"],
    ["F32", 0xff800000, "-Infinity"],
  ])("need scales above 0 that are finite, and not %s %i", (type, bits, shown) => {
    const folder = fp8Folder(type);
    const name = `${ATTENTION}.k_proj.weight_scale`;
    const { file = "", offset = 0 } = readStoredTensors(folder).get(name) ?? {};
    const bytes = readFileSync(file);
    if (type === "F32") bytes.writeUInt32LE(bits, offset + 4 * 5);
    else bytes.writeUInt16LE(bits, offset + 2 * 5);
    writeFileSync(file, bytes);
    const error = plannerError(() => openCheckpoint(folder));
    expect(error).toMatchObject({ code: "E_INVALID_FILE", position: { path: file } });
    expect(error.message).toContain(`${name} is ${shown} in row 5,`);
  });
});
