import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { writeDemoFiles } from "../../src/demo/demo-checkpoint.ts";
import { demoPlans } from "../../src/demo/demo-plans.ts";
import { demoTokenizer } from "../../src/demo/demo-tokenizer.ts";
import { e4m3Value } from "../../src/e4m3.ts";
import { readTensor } from "../../src/engine/cuda/weights/safetensors.ts";
import { readStoredTensors } from "../../src/engine/cuda/weights/stored-tensors.ts";
import { FP8_BY_ROWS } from "../../src/model/precision.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { compressedTensors } from "../../src/quantise/compressed-tensors.ts";
import { quantiseCheckpoint } from "../../src/quantise/quantise-checkpoint.ts";
import { quantisedWeight } from "../../src/quantise/quantised-rows.ts";
import { withHeader } from "../support/checkpoint-folder.ts";
import { runProgram } from "../support/fake-process.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const UP = "model.layers.0.mlp.up_proj.weight";

const FOLDER = temporaryFolder();
const BF16 = join(FOLDER, "bf16");
const FP8 = join(FOLDER, "fp8");

function bf16Values(bytes: Buffer): number[] {
  const bits = Uint32Array.from(
    { length: bytes.length / 2 },
    (_, at) => bytes.readUInt16LE(2 * at) << 16,
  );
  return [...new Float32Array(bits.buffer)];
}

describe("quantize", () => {
  beforeAll(async () => {
    writeDemoFiles(BF16, demoPlans(demoTokenizer().ids.size).model.shape);
    const { exitCode, stderr } = await runProgram(["quantize", BF16, "--out", FP8]);
    expect([exitCode, stderr]).toEqual([0, ""]);
  });

  it("writes a checkpoint that decides its own precision, with all other files as they were", () => {
    const { shape } = resolveModel(FP8);
    expect(shape.precision).toMatchObject({ weights: FP8_BY_ROWS, activations: FP8_BY_ROWS });
    expect(readdirSync(FP8).sort()).toEqual(readdirSync(BF16).sort());
    const text = (folder: string) => readFileSync(join(folder, "tokenizer.json"), "utf8");
    expect(text(FP8)).toBe(text(BF16));
  });

  it("leaves the configuration as it was written, but for what it adds", async () => {
    const folder = join(FOLDER, "floats");
    cpSync(BF16, folder, { recursive: true });
    const path = join(folder, "config.json");
    const text = readFileSync(path, "utf8").replace("{", '{ "router_jitter_noise": 0.0,');
    writeFileSync(path, text);
    const out = join(FOLDER, "floats-fp8");
    expect((await runProgram(["quantize", folder, "--out", out])).exitCode).toBe(0);
    const written = readFileSync(join(out, "config.json"), "utf8");
    expect(written).toContain('"router_jitter_noise": 0.0,');
    const { quantization_config, ...rest } = JSON.parse(written);
    expect(rest).toEqual(JSON.parse(text));
    expect(quantization_config.ignore).toEqual(["lm_head"]);
    expect(compressedTensors(true).ignore).toEqual(["lm_head", "re:.*\\.gate$"]);
  });

  it("keeps what is no product of a layer byte for byte", () => {
    const [before, after] = [BF16, FP8].map(readStoredTensors);
    for (const [name, tensor] of before ?? []) {
      const other = after?.get(name);
      if (other === undefined) throw new Error(`${name} is gone`);
      if (name.endsWith("_proj.weight")) expect(other.dtype).toBe("F8_E4M3");
      else expect(readTensor(other).equals(readTensor(tensor))).toBe(true);
    }
  });

  it("has every weight within half a step of what it was, and the largest at the end of the range", () => {
    const [before, after] = [BF16, FP8].map(readStoredTensors);
    const tensor = before?.get(UP);
    const [rows = 0, columns = 0] = tensor?.shape ?? [];
    const values = bf16Values(readTensor(tensor as NonNullable<typeof tensor>));
    const codes = readTensor(after?.get(UP) as NonNullable<typeof tensor>);
    const scales = bf16Values(readTensor(after?.get(`${UP}_scale`) as NonNullable<typeof tensor>));
    expect(scales).toHaveLength(rows);
    for (let row = 0; row < rows; row++) {
      const scale = scales[row] as number;
      let largest = 0;
      for (let at = row * columns; at < (row + 1) * columns; at++) {
        const [value, stored] = [values[at] as number, e4m3Value(codes[at] as number)];
        expect(Math.abs(stored * scale - value)).toBeLessThanOrEqual(
          Math.max(Math.abs(value) / 16, scale * 2 ** -10),
        );
        largest = Math.max(largest, Math.abs(stored));
      }
      expect(largest).toBe(448);
    }
  });

  it("refuses what is in FP8 already, and a folder that holds something", async () => {
    const again = await runProgram(["quantize", FP8, "--out", join(FOLDER, "again")]);
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toContain("in FP8 already");
    const full = await runProgram(["quantize", BF16, "--out", FP8]);
    expect(full.stderr).toContain("is not empty");
  });
});

describe("a quantised row", () => {
  it("has a scale of bf16 at or above the exact one, so that nothing is cut off", () => {
    const value = Buffer.alloc(4);
    value.writeUInt16LE(0x3f80, 0);
    value.writeUInt16LE(0xbf00, 2);
    const { codes, scales } = quantisedWeight(value, 2);
    const [scale = 0] = bf16Values(scales);
    expect(scale).toBeGreaterThanOrEqual(1 / 448);
    expect(scale).toBeLessThan((1 / 448) * (1 + 2 ** -7));
    expect([...codes].map(e4m3Value)).toEqual([448, -224]);
  });

  it.each([
    [
      "a file for the checkpoint",
      [join(BF16, "config.json"), "--out", join(FOLDER, "o")],
      "is no folder",
    ],
    [
      "a built-in model's id",
      ["llama-3-8b", "--out", join(FOLDER, "o")],
      "llama-3-8b is no folder",
    ],
    ["a file to write", [BF16, "--out", "/dev/null"], "a checkpoint is a folder"],
    ["standard output", [BF16, "--out", "-"], "a checkpoint is a folder"],
    ["the empty name", [BF16, "--out", ""], "is empty"],
    ["a place that takes no folder", [BF16, "--out", "/proc/x/y"], "cannot write /proc/x/y"],
  ])("refuses %s", async (_, options, message) => {
    const { exitCode, stderr } = await runProgram(["quantize", ...options]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it("refuses weights that are no numbers, and an adapter that would be left out", async () => {
    const broken = join(FOLDER, "broken");
    cpSync(BF16, broken, { recursive: true });
    const tensor = readStoredTensors(broken).get(UP);
    const bytes = readFileSync(tensor?.file ?? "");
    bytes.writeUInt16LE(0xffff, tensor?.offset ?? 0);
    writeFileSync(tensor?.file ?? "", bytes);
    const nan = await runProgram(["quantize", broken, "--out", join(FOLDER, "nan", "deep")]);
    expect(nan.exitCode).toBe(2);
    expect(nan.stderr).toContain(`\`${UP}\` has elements that are no finite number`);
    expect(existsSync(join(FOLDER, "nan"))).toBe(false);
    writeFileSync(join(broken, "adapter_config.json"), "{}");
    const adapter = await runProgram(["quantize", broken, "--out", join(FOLDER, "adapter")]);
    expect(adapter.exitCode).toBe(2);
    expect(adapter.stderr).toContain("an adapter is beside the weights");
  });

  it.each([0x7f80, 0xff80, 0x7fc0])("refuses a norm of %i, which is copied", async (bits) => {
    const broken = changed("norm", "model.norm.weight", (bytes) => bytes.writeUInt16LE(bits, 2));
    const { exitCode, stderr } = await runProgram(["quantize", broken, "--out", `${broken}-fp8`]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("`model.norm.weight` has elements that are no finite number");
  });

  it("warns of weights that are all zeros", async () => {
    const zeros = changed("zeros", UP, (bytes) => bytes.fill(0));
    const { exitCode, stderr } = await runProgram(["quantize", zeros, "--out", `${zeros}-fp8`]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`1 weights are all zeros in FP8, the first of them ${UP}`);
  });

  /** The checkpoint with other words in its config.json. */
  function configured(name: string, change: (text: string) => string): string {
    const folder = join(FOLDER, name);
    cpSync(BF16, folder, { recursive: true });
    const path = join(folder, "config.json");
    writeFileSync(path, change(readFileSync(path, "utf8")));
    return folder;
  }

  it.each([
    [
      "YAML",
      (text: string) => text.replaceAll(/[{}]/g, "").replaceAll(/^ {2}|,$/gm, ""),
      "is no JSON",
    ],
    ["JSON with a last comma", (text: string) => text.replace(/\s*\}\s*$/, ",\n}"), "is no JSON"],
    [
      "another file of weights",
      (text: string) => text.replace("{", '{ "transformers_weights": "other.safetensors",'),
      "`transformers_weights`",
    ],
  ])(
    "refuses a configuration that others cannot read, or not so: %s",
    async (_, change, message) => {
      const folder = configured(`config-${message.length}-${_.length}`, change);
      const { exitCode, stderr } = await runProgram(["quantize", folder, "--out", `${folder}-fp8`]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(message);
      expect(existsSync(`${folder}-fp8`)).toBe(false);
    },
  );

  it("says what there is to know of the checkpoint, and of files that are copied broken", async () => {
    const folder = configured("doubted", (text) =>
      text.replace('"bfloat16"', '"float16", "auto_map": { "AutoModel": "own.Model" }'),
    );
    const path = join(folder, "model.safetensors");
    const bytes = readFileSync(path);
    const length = Number(bytes.readBigUInt64LE());
    const header = JSON.parse(bytes.toString("utf8", 8, 8 + length));
    const data = bytes.subarray(8 + length);
    const offsets = [data.length, data.length + 2];
    header["v_head.weight"] = { dtype: "BF16", shape: [1], data_offsets: offsets };
    const start = withHeader(JSON.stringify(header));
    writeFileSync(path, Buffer.concat([start, data, Buffer.alloc(2)]));
    writeFileSync(join(folder, "generation_config.json"), "{ eos_token_id: 2 }");
    writeFileSync(
      join(folder, "tokenizer.model"),
      "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
    );
    const out = join(FOLDER, "doubted-fp8");
    const { stdout, stderr } = await runProgram(["quantize", folder, "--out", out, "--json"]);
    const { warnings } = JSON.parse(stdout);
    expect(warnings).toEqual([
      expect.stringContaining("`auto_map` names code"),
      expect.stringContaining("`torch_dtype` of config.json is float16"),
      expect.stringContaining("1 of 22 tensors, such as v_head.weight, are of parts"),
      "generation_config.json is copied, and is no JSON",
      "tokenizer.model is copied, and is a Git LFS pointer, not the file itself",
    ]);
    for (const warning of warnings) expect(stderr).toContain(`warning: ${warning}`);
  });

  it("copies chat templates, and names what it leaves out", async () => {
    const folder = join(FOLDER, "more");
    cpSync(BF16, folder, { recursive: true });
    for (const name of ["additional_chat_templates", "original", ".cache"])
      mkdirSync(join(folder, name));
    writeFileSync(join(folder, "additional_chat_templates", "rag.jinja"), "x");
    writeFileSync(join(folder, "pytorch_model.bin"), "");
    const out = join(folder, "fp8");
    const { stdout } = await runProgram(["quantize", folder, "--out", out]);
    expect(stdout).toContain("Left out: original, pytorch_model.bin\n");
    expect(existsSync(join(out, "additional_chat_templates", "rag.jinja"))).toBe(true);
  });

  it("leaves a link where it is that leads nowhere", async () => {
    const link = join(FOLDER, "link");
    symlinkSync(join(FOLDER, "nowhere"), link);
    const { exitCode } = await runProgram(["quantize", BF16, "--out", link]);
    expect(exitCode).toBe(2);
    expect(readlinkSync(link)).toContain("nowhere");
  });

  it.each([false, true])("leaves nothing behind when interrupted (in a folder: %s)", async (is) => {
    const out = join(FOLDER, `interrupted-${is}`);
    if (is) mkdirSync(out);
    const interruption = new AbortController();
    const onProgress = (done: number) => done === 3 && interruption.abort();
    const { signal } = interruption;
    await expect(quantiseCheckpoint(BF16, out, { signal, onProgress })).rejects.toMatchObject({
      code: "E_INTERRUPTED",
      remedy: expect.stringContaining("What was written is removed"),
    });
    expect(existsSync(out)).toBe(is);
    if (is) expect(readdirSync(out)).toEqual([]);
  });
});

/** The checkpoint with other bytes in one tensor. */
function changed(name: string, tensorName: string, change: (bytes: Buffer) => void): string {
  const folder = join(FOLDER, name);
  cpSync(BF16, folder, { recursive: true });
  const tensor = readStoredTensors(folder).get(tensorName);
  if (tensor === undefined) throw new Error(`no ${tensorName}`);
  const bytes = readFileSync(tensor.file);
  change(bytes.subarray(tensor.offset, tensor.offset + tensor.bytes));
  writeFileSync(tensor.file, bytes);
  return folder;
}
