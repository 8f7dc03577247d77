import { below, randomFrom } from "../../../src/random.ts";
import type { RequestInput } from "../../../src/runtime/requests/request.ts";
import { onlyProgram } from "../../../src/runtime/rows/choose-program.ts";
import type { ServingProgram } from "../../../src/runtime/rows/program-rows.ts";
import { Runtime, type RuntimeOptions } from "../../../src/runtime/serving/runtime.ts";
import { IdleEngine } from "./idle-engine.ts";

/** So many requests as decode rows, and prompts in rows behind the second half of them. */
function programFor(running: number): ServingProgram {
  const half = Math.floor(running / 2);
  const prefillRows = Math.max(64, half);
  return {
    name: "bench",
    batch: {
      decodeRows: [
        [0, half],
        [half, running],
      ],
      prefillRows: [[running, running + prefillRows]],
      prefillChunks: 64,
      sampledRows: running + 64,
    },
  };
}

const PAGE_TOKENS = 16;
export const PROMPT_TOKENS = 256;
const MOST_NEW_TOKENS = 1024;
/** KV that holds about so many requests, as in a steady state that memory limits. */
const TOKENS_A_REQUEST = PROMPT_TOKENS + (MOST_NEW_TOKENS * 2) / 3;

/** A few more may run than are asked for. */
const SLOTS_A_REQUEST = 1.05;

export interface SchedulerLoad {
  running: number;
  sharesPrefixes: boolean;
}

export function runtimeFor(
  { running, sharesPrefixes }: SchedulerLoad,
  onStep: NonNullable<RuntimeOptions["onStep"]>,
): Runtime {
  const program = programFor(running);
  return new Runtime(new IdleEngine(), {
    programs: [program],
    choice: onlyProgram(program),
    kvPages: Math.ceil((running * TOKENS_A_REQUEST) / PAGE_TOKENS),
    pageTokens: PAGE_TOKENS,
    sharesPrefixes,
    slots: Math.ceil(SLOTS_A_REQUEST * running),
    outputShare: 1,
    positions: 8192,
    vocabularySize: 128_256,
    onStep,
  });
}

const PROMPTS = 256;

/** Requests with outputs of random length. Their prompts begin alike, and a few are the same. */
export function requests(count: number): RequestInput[] {
  const random = randomFrom(1);
  const prompts = Array.from({ length: PROMPTS }, () =>
    Int32Array.from({ length: PROMPT_TOKENS }, (_, index) =>
      index < PROMPT_TOKENS / 2 ? index : below(random, 128_256),
    ),
  );
  return Array.from({ length: count }, (_, index) => ({
    prompt: prompts[index % PROMPTS] as Int32Array,
    maxTokens: 1 + below(random, MOST_NEW_TOKENS),
  }));
}
