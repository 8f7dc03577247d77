import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { ExecutorProcess } from "../../src/engine/cuda/process/executor-process.ts";
import { CudaServingEngine } from "../../src/engine/cuda/serving-engine.ts";
import { openCheckpoint } from "../../src/engine/cuda/weights/checkpoint.ts";
import { buildNative } from "../../src/native/build.ts";
import { lowerPlan } from "../../src/program/lower.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { TURN_TIMEOUT_MS, takeTurn } from "./gpu-turn.ts";
import { planForGpu } from "./plan-for-gpu.ts";
import { aBuild, aGpu, describeWith, transformers } from "./requirements.ts";
import {
  SERVED_PAGES,
  SERVED_POSITIONS,
  SERVED_SLOTS,
  serveReference,
} from "./served-comparison.ts";
import { readLogits, readReference } from "./transformers-reference.ts";

const REFERENCE = fileURLToPath(new URL("./transformers_reference.py", import.meta.url));
/** A build takes minutes on few cores. */
const BUILD_TIMEOUT_MS = 900_000;
const TIMEOUT_MS = 120_000;

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
const PROGRAMS = ["sequential", "overlapped"] as const;

const medianOf = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

describeWith("requests served on a GPU", [aGpu, aBuild, transformers], () => {
  const folder = temporaryFolder();
  const { signal } = new AbortController();
  let binary: string;
  let smCount: number;
  let endTurn: () => void;

  beforeAll(async () => {
    [binary] = await Promise.all([
      buildNative("native-executor", { env: process.env, signal, note: () => {} }),
      promisify(execFile)("python3", [REFERENCE, "--serving", folder, ...FAMILIES]),
    ]);
  }, BUILD_TIMEOUT_MS);
  beforeAll(async () => {
    endTurn = await takeTurn();
    const { executor, hello } = await ExecutorProcess.start({ binary, devices: [0], signal });
    await executor.close();
    smCount = hello.devices[0].smCount;
  }, TURN_TIMEOUT_MS);
  afterAll(() => endTurn?.());

  it.each(FAMILIES)(
    "have the logits and tokens of transformers, in chunks, preempted, on shared pages, beside cancelled ones: %s",
    async (family) => {
      const { model, ...checkpoint } = openCheckpoint(join(folder, family));
      const { shape, layers } = model;
      const programs = new Map(
        PROGRAMS.map((kind) => {
          return [kind, lowerPlan(planForGpu(kind, { shape, layers, smCount }), layers)] as const;
        }),
      );
      const engine = await CudaServingEngine.open({
        ...{ ...checkpoint, binary, devices: [0], signal, shape, layers, programs },
        ...{ kvPages: SERVED_PAGES, slots: SERVED_SLOTS, contextTokens: SERVED_POSITIONS },
        randomCache: true,
      });
      const { requests, bf16LikeliestErrors } = readReference(join(folder, family));
      const logitsOf = readLogits(join(folder, family), requests, shape.vocabularySize);
      try {
        const { errors, met } = await serveReference(engine, requests, logitsOf, {
          programs,
          vocabularySize: shape.vocabularySize,
        });
        expect(errors).toHaveLength(bf16LikeliestErrors.length);
        expect(met.programs).toEqual(new Set(PROGRAMS));
        expect(met.preemptions).toBeGreaterThan(0);
        expect(met.chunkedPrompts).toBeGreaterThan(0);
        expect(met.sharedTokens).toBeGreaterThan(0);
        expect(met.cancelled).toBeGreaterThan(0);
        expect(errors.filter(({ isWrong }) => isWrong)).toEqual([]);
        const own = medianOf(errors.map(({ error }) => error));
        const bf16 = medianOf(bf16LikeliestErrors);
        expect(own).toBeLessThan(MOST_ERROR * bf16);
      } finally {
        await engine.close();
      }
    },
    TIMEOUT_MS,
  );
});
