import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { buildNative } from "../../src/native/build.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { smCountOf } from "./gpu-facts.ts";
import { TURN_TIMEOUT_MS, takeTurn } from "./gpu-turn.ts";
import { PLAN_KINDS, type PlanKind } from "./plan-for-gpu.ts";
import {
  aBuild,
  aGpu,
  computeSanitizer,
  describeWith,
  transformers,
  twoGpus,
} from "./requirements.ts";
import { compareWithReference } from "./transformers-comparison.ts";

const REFERENCE = fileURLToPath(new URL("./transformers_reference.py", import.meta.url));
/** A build takes minutes on few cores. */
const BUILD_TIMEOUT_MS = 900_000;
/** Seconds on a GPU that does nothing else; under compute-sanitizer, a minute. */
const COMPARISON_TIMEOUT_MS = 120_000;
const SANITIZED_TIMEOUT_MS = 600_000;

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
/** Dense, with biases, and with experts. */
const FAMILIES_ON_TWO = ["llama", "qwen2", "mixtral"];
/** Times the median error of transformers in bf16, which rounds in other places. */
const MOST_ERROR = 1.5;

/** Times the median error of one GPU: ranks round their parts of a sum. */
const MOST_ERROR_OF_RANKS = 1.2;

/** A step takes seconds; the first have prompts in chunks, and decode beside them. */
const RACECHECK_STEPS = 3;

const medianOf = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

describeWith("native-executor on a GPU", [aGpu, aBuild, transformers], () => {
  const folder = temporaryFolder();
  let binary: string;
  let smCount: number;
  let endTurn: () => void;

  const signal = new AbortController().signal;

  beforeAll(async () => {
    [binary] = await Promise.all([
      buildNative("native-executor", { env: process.env, signal, note: () => {} }),
      promisify(execFile)("python3", [REFERENCE, folder, ...FAMILIES]),
    ]);
  }, BUILD_TIMEOUT_MS);
  beforeAll(async () => {
    endTurn = await takeTurn();
    smCount = await smCountOf(binary, signal);
  }, TURN_TIMEOUT_MS);
  afterAll(() => endTurn?.());

  describe.each(FAMILIES)("serving %s", (family) => {
    it.each(PLAN_KINDS)(
      "gives the logits and tokens of transformers by a plan that is %s",
      async (kind) => {
        const { errors, bf16Errors, wrongTokens } = await compareWithReference(
          join(folder, family),
          kind,
          { binary, smCount },
        );
        expect(medianOf(errors)).toBeLessThan(MOST_ERROR * medianOf(bf16Errors));
        expect(wrongTokens).toBe(0);
      },
      COMPARISON_TIMEOUT_MS,
    );
  });

  describeWith("on two GPUs", [twoGpus], () => {
    it.each(FAMILIES_ON_TWO.flatMap((family) => PLAN_KINDS.map((kind) => [family, kind] as const)))(
      "gives the logits of transformers as one GPU does: %s, %s",
      async (family, kind) => {
        const [{ errors: ofOne }, { errors, wrongTokens }] = [
          await compareWithReference(join(folder, family), kind, { binary, smCount }),
          await compareWithReference(join(folder, family), kind, {
            ...{ binary, smCount, tensorParallel: 2 },
          }),
        ];
        process.stderr.write(
          `${family}, ${kind}: median error ${medianOf(errors)} on two GPUs, ${medianOf(ofOne)} on one\n`,
        );
        expect(medianOf(errors)).toBeLessThan(MOST_ERROR_OF_RANKS * medianOf(ofOne));
        expect(wrongTokens).toBe(0);
      },
      COMPARISON_TIMEOUT_MS,
    );
  });

  describeWith("under compute-sanitizer", [computeSanitizer], () => {
    describe.each([
      ["memcheck", "touches no memory that is not its own"],
      ["racecheck", "orders what its threads do in shared memory"],
    ])("%s", (tool, behaviour) => {
      const checked = async (family: string, kind: PlanKind, tensorParallel: 1 | 2) => {
        const log = join(folder, `${tool}-${family}-${kind}-${tensorParallel}.log`);
        const wrapper = join(folder, `${tool}-executor`);
        const command = `exec compute-sanitizer --tool ${tool} --log-file '${log}' '${binary}' "$@"`;
        writeFileSync(wrapper, `#!/bin/sh\n${command}\n`, { mode: 0o755 });
        await compareWithReference(join(folder, family), kind, {
          ...{ binary: wrapper, smCount, tensorParallel },
          ...(tool === "racecheck" && { mostSteps: RACECHECK_STEPS }),
        });
        // memcheck counts errors, racecheck hazards.
        expect(readFileSync(log, "utf8")).toMatch(/SUMMARY: 0 (errors|hazards)/);
      };

      it.each([
        ["llama", "sequential"],
        ["mixtral", "sequential"],
        ["mixtral", "overlapped"],
      ] as const)(
        `${behaviour}: %s, %s`,
        (family, kind) => checked(family, kind, 1),
        SANITIZED_TIMEOUT_MS,
      );

      describeWith("on two GPUs", [twoGpus], () => {
        it(
          `${behaviour}: llama, overlapped`,
          () => checked("llama", "overlapped", 2),
          SANITIZED_TIMEOUT_MS,
        );
      });
    });
  });
});
