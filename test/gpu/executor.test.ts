import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { buildNative } from "../../src/native/build.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { compareWithReference } from "./transformers-comparison.ts";

const REFERENCE = fileURLToPath(new URL("./transformers_reference.py", import.meta.url));
/** A build takes minutes on few cores. */
const TIMEOUT_MS = 600_000;

const succeeds = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;
const missing = [
  ...(succeeds("nvidia-smi", "-L") ? [] : ["nvidia-smi lists no GPU"]),
  ...(succeeds(process.env.CUDACXX ?? "nvcc", "--version") ? [] : ["nvcc was not found"]),
  ...(succeeds("python3", "-c", "import torch, transformers")
    ? []
    : ["python3 has no torch and transformers"]),
];
const onGpu = missing.length === 0 ? describe : describe.skip;
const why = missing.length === 0 ? "" : ` (skipped: ${missing.join(", ")})`;
// jest does not show the names of a file in which everything is skipped.
if (why !== "") process.stderr.write(`test/gpu/executor${why}\n`);

const FAMILIES = [
  "llama",
  "mistral",
  "qwen2",
  "qwen3",
  "mixtral",
  "qwen2_moe",
  "qwen3_moe",
  "qwen3_moe_unscaled",
];
/** Times the median error of transformers in bf16, which rounds in other places. */
const MOST_ERROR = 1.5;

/** A step takes seconds; the first have prompts in chunks, and decode beside them. */
const RACECHECK_STEPS = 3;

const medianOf = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

onGpu(`native-executor on a GPU${why}`, () => {
  const folder = temporaryFolder();
  let binary: string;

  const checkpoint = (family: string) => {
    const path = join(folder, family);
    const made = spawnSync("python3", [REFERENCE, path, family], { encoding: "utf8" });
    if (made.status !== 0) throw new Error(made.stderr);
    return path;
  };

  beforeAll(async () => {
    const signal = new AbortController().signal;
    binary = await buildNative("native-executor", { env: process.env, signal, note: () => {} });
  }, TIMEOUT_MS);

  describe.each(FAMILIES)("serving %s", (family) => {
    let path: string;
    beforeAll(() => {
      path = checkpoint(family);
    }, TIMEOUT_MS);

    it.each([
      "sequential",
      "overlapped",
      "overlapped by CTA limits",
      "cut up to attention",
    ] as const)(
      "gives the logits and tokens of transformers by a plan that is %s",
      async (kind) => {
        const { errors, bf16Errors, wrongTokens } = await compareWithReference(path, kind, binary);
        expect(medianOf(errors)).toBeLessThan(MOST_ERROR * medianOf(bf16Errors));
        expect(wrongTokens).toBe(0);
      },
      TIMEOUT_MS,
    );
  });

  const sanitized = succeeds("compute-sanitizer", "--version") ? describe : describe.skip;
  sanitized.each([
    ["memcheck", "touches no memory that is not its own"],
    ["racecheck", "orders what its threads do in shared memory"],
  ])("under compute-sanitizer's %s", (tool, behaviour) => {
    it.each([
      ["llama", "sequential"],
      ["mixtral", "sequential"],
      ["mixtral", "overlapped"],
    ] as const)(
      `${behaviour}: %s, %s`,
      async (family, kind) => {
        const log = join(folder, `${tool}-${family}-${kind}.log`);
        const wrapper = join(folder, `${tool}-executor`);
        const command = `exec compute-sanitizer --tool ${tool} --log-file '${log}' '${binary}' "$@"`;
        writeFileSync(wrapper, `#!/bin/sh\n${command}\n`, { mode: 0o755 });
        const steps = tool === "racecheck" ? RACECHECK_STEPS : undefined;
        await compareWithReference(checkpoint(family), kind, wrapper, steps);
        // memcheck counts errors, racecheck hazards.
        expect(readFileSync(log, "utf8")).toMatch(/SUMMARY: 0 (errors|hazards)/);
      },
      TIMEOUT_MS,
    );
  });
});
