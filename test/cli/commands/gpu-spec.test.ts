import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { GpuSpec } from "../../../src/generated/gpu-spec.ts";
import { DATASHEET_GPUS, datasheetOf } from "../../../src/profile/datasheet-gpus.ts";
import { readGpuSpec } from "../../../src/profile/gpu-spec.ts";
import { specDoubts } from "../../../src/profile/gpu-spec-doubts.ts";
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

  it.each<[what: string, change: [RegExp, string], remedy: RegExp]>([
    ["GB for bytes", [/24000000000/, "24"], /`memoryBytes`: .* bytes: 96e\+9 for 96 GB/],
    ["text for bytes", [/24000000000/, "24 GB"], /`memoryBytes`: .* bytes/],
    ["TB/s for bytes/s", [/1e\+12/, "1.0"], /bytes a second: 1.8e\+12 for 1.8 TB\/s/],
    ["fp16 alone", [/bf16/, "fp16"], /`bf16`: .* Of a GPU without it, write the figure of fp16/],
    ["no schema", [/^schema.*\n/, ""], /`schema`: nanoflow-plan\/gpu-spec\/1\. /],
  ])("says what is due in the place of %s", async (_, [pattern, replacement], remedy) => {
    const path = specFile((text) => text.replace(pattern, replacement));
    const { document } = await analyze(path);
    expect(document.error.remedy).toMatch(remedy);
  });

  it.each<[what: string, change: [RegExp, string], message: RegExp]>([
    ["bandwidth in bits", [/1e\+12/, "4e+12"], /0.006 seconds .* in bits\?/],
    [
      "arithmetic with sparsity",
      [/1e\+12\n.*\n/, "1e+12\ndenseFlopsPerSecond: { bf16: 790e+12 }\n"],
      /790 operations in bf16 .* with sparsity\?/,
    ],
    ["links both ways", [/null/, "300e+9"], /0.3 times .* both ways, or bits\?/],
    [
      "the id of a card with other figures",
      [/my-gpu/, "rtx-4090"],
      /calls its GPU rtx-4090, and its `denseFlopsPerSecond.bf16` is 200000000000000, not 165/,
    ],
    [
      "the name of a card with other figures",
      [/A GPU of mine/, "NVIDIA B200"],
      /calls its GPU NVIDIA B200, and its `memoryBytes` is 24000000000, not 180000000000/,
    ],
  ])("warns of %s", async (_, [pattern, replacement], message) => {
    const path = specFile((text) => text.replace(pattern, replacement));
    const alone = ["--tp", "1", "--batch", "256", "--decode", "0"];
    const { exitCode, document } = await analyze(path, ...alone);
    expect(exitCode).toBe(0);
    expect(document.warnings).toContainEqual(expect.stringMatching(message));
    const { stderr } = await runProgram(["models", "--gpu-spec", path]);
    expect(stderr).toMatch(message);
  });

  it("warns of no datasheet here, nor of a card that is like one", () => {
    for (const id of DATASHEET_GPUS) {
      expect(specDoubts(datasheetOf(id) as GpuSpec)).toEqual([]);
    }
    expect(specDoubts(readGpuSpec(specFile()))).toEqual([]);
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
