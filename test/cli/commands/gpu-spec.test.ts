import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { DATASHEET_GPUS, datasheetOf } from "../../../src/profile/datasheet-gpus.ts";
import { readGpuSpec } from "../../../src/profile/gpu-spec.ts";
import { runProgram } from "../../support/fake-process.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();

const SPEC = `schema: nanoflow-plan/gpu-spec/1
id: my-gpu
name: A GPU of mine
origin: its leaflet
memoryBytes: 24000000000
memoryBytesPerSecond: 1e+12
denseFlopsPerSecond: { bf16: 200e+12 }
linkBytesPerSecond: null
powerCapW: 300
`;

function specFile(change: (text: string) => string = (text) => text): string {
  const path = join(folder, "gpu.yaml");
  writeFileSync(path, change(SPEC));
  return path;
}

async function run(...argv: string[]) {
  const { exitCode, stdout } = await runProgram([...argv, "--json"]);
  return { exitCode, document: JSON.parse(stdout) };
}

const analyze = (path: string, ...options: string[]) =>
  run("analyze", "--model", "llama-3-8b", "--gpu-spec", path, ...options);

describe("--gpu-spec", () => {
  it("analyses by the ceilings of a file", async () => {
    const path = specFile();
    const batch = ["--batch", "256", "--decode", "0"];
    const { exitCode, document } = await analyze(path, ...batch);
    expect(exitCode).toBe(0);
    expect(document).toMatchObject({ gpu: "my-gpu", profile: { file: path, source: "datasheet" } });
    const down = document.operations.find(({ name }: { name: string }) => name === "down_proj");
    expect(down.computeUs).toBeCloseTo((2 * 256 * 4096 * 14_336) / 200e12 / 1e-6, 6);
    const bytes = 2 * (256 * (4096 + 14_336) + 4096 * 14_336);
    expect(down.memoryUs).toBeCloseTo(bytes / 1e12 / 1e-6, 6);
    expect(document.optimalTokensPerSecondPerGpu).toBeCloseTo(200e12 / (2 * 8_030_261_248), 3);
  });

  it("takes the figures of every datasheet here", () => {
    for (const id of DATASHEET_GPUS) {
      const spec = JSON.stringify(datasheetOf(id));
      expect(() => readGpuSpec(specFile(() => spec))).not.toThrow();
    }
  });

  it("says of each model whether it fits", async () => {
    const { document } = await run("models", "--gpu-spec", specFile());
    const rooms = Object.fromEntries(
      document.map(({ id, room }: { id: string; room: unknown }) => [id, room]),
    );
    expect(rooms["llama-3-8b"]).toMatchObject({ gpu: "my-gpu", source: "datasheet" });
    expect(rooms["mixtral-8x22b"]).toBeNull();
  });

  it.each<[what: string, change: [RegExp, string], line: number, message: RegExp]>([
    [
      "TFLOP/s for FLOP/s",
      [/200e\+12/, "200"],
      7,
      /`denseFlopsPerSecond.bf16` is 200, but must be/,
    ],
    ["GB for bytes", [/24000000000/, "24"], 5, /`memoryBytes` is 24, but must be >= 1000000000/],
    ["TB/s for bytes/s", [/1e\+12/, "1.0"], 6, /`memoryBytesPerSecond` is 1, but must be/],
    ["no number", [/300/, ".nan"], 9, /`powerCapW` is NaN, but must be number,null/],
    ["no bf16", [/bf16/, "fp8"], 7, /`denseFlopsPerSecond` lacks the key `bf16`/],
    [
      "FP8 below bf16",
      [/bf16: 200e\+12/, "bf16: 200e+12, fp8: 40e+12"],
      7,
      /`denseFlopsPerSecond.fp8` is 0.2 times `denseFlopsPerSecond.bf16`, and GPUs have 0.9 to 2.5/,
    ],
    [
      "FP8 with sparsity",
      [/bf16: 200e\+12/, "bf16: 200e+12, fp8: 800e+12"],
      7,
      /`denseFlopsPerSecond.fp8` is 4 times/,
    ],
    ["fp16 of another GPU", [/200e\+12/, "200e+12, fp16: 20e+12"], 7, /fp16` is 0.1 times/],
    ["bandwidth with a digit lost", [/1e\+12/, "1e+11"], 7, /bf16` is 2,000 operations for each/],
    ["arithmetic with a digit lost", [/200e\+12/, "15e+12"], 7, /bf16` is 15 operations for each/],
    ["links faster than memory", [/null/, "2e+12"], 8, /`linkBytesPerSecond` is 2 times/],
    [
      "memory of another machine",
      [/24000000000/, "4000000000000"],
      5,
      /`memoryBytes` is 4 seconds/,
    ],
    ["kilowatts", [/300/, "5"], 7, /bf16` is 40,000,000,000,000 operations for each joule/],
    ["a key of another name", [/^origin/m, "source"], 1, /lacks the key `origin`/],
    ["another kind of file", [/gpu-spec\/1/, "plan/1"], 1, /the file is a plan, no gpu-spec/],
  ])("refuses %s, with the place", async (_, [pattern, replacement], line, message) => {
    const path = specFile((text) => text.replace(pattern, replacement));
    const { exitCode, document } = await analyze(path);
    expect(exitCode).toBe(2);
    expect(document.error.message).toMatch(message);
    expect(document.error.position).toMatchObject({ path, line });
  });

  it("asks for links where a model needs several GPUs", async () => {
    const { exitCode, document } = await analyze(specFile(), "--tp", "2");
    expect(exitCode).toBe(2);
    expect(document.error.message).toContain("`linkBytesPerSecond` of my-gpu is null");
    const linked = specFile((text) => text.replace("null", "32e+9"));
    expect((await analyze(linked, "--tp", "2")).exitCode).toBe(0);
  });

  it.each([
    ["--gpu", "h200-sxm"],
    ["--profile", "p.json"],
    ["--sessions", "a"],
  ])("contradicts %s", async (...other) => {
    const { exitCode, document } = await analyze(specFile(), ...other);
    expect(exitCode).toBe(2);
    expect(document.error).toMatchObject({
      code: "E_USAGE",
      message: `--gpu-spec contradicts ${other[0]}`,
    });
  });
});
