import {
  type ModelWeights,
  randomWeights,
} from "../../src/engine/reference/memory/model-weights.ts";
import { randomFrom } from "../../src/engine/reference/memory/random.ts";
import { ReferenceServingEngine } from "../../src/engine/reference/serving-engine.ts";
import { unsplitLogits } from "../../src/engine/reference/unsplit-model.ts";
import type { Program } from "../../src/generated/program.ts";
import { pageTokensOf } from "../../src/program/page-tokens.ts";
import type { RequestEvent } from "../../src/runtime/requests/request.ts";
import type { ProgramChoice } from "../../src/runtime/rows/choose-program.ts";
import { Runtime, type RuntimeOptions } from "../../src/runtime/serving/runtime.ts";
import { type KvFault, KvLedger, type KvToken } from "../../src/step/kv-ledger.ts";
import type { ServedStep, ServingEngine, ServingStep } from "../../src/step/serving-step.ts";
import { planFixture } from "./plan-fixture.ts";
import { smallProgram } from "./small-programs.ts";

const LAYERS = 2;

/** Programs of one tiny model: overlapped and sequential, larger and smaller. */
export const SMALL_PROGRAMS: ReadonlyMap<string, Program> = new Map([
  ["overlapped", smallProgram(planFixture(), LAYERS, 16).program],
  ["sequential", smallProgram(planFixture({ kind: "sequential" }), LAYERS, 8).program],
  ["attention", smallProgram(planFixture({ cutsAttentionOnly: true }), LAYERS, 12).program],
]);
export const PAGE_TOKENS = pageTokensOf(SMALL_PROGRAMS.get("overlapped") as Program);
export const SMALL_SHAPE = smallProgram(planFixture(), LAYERS, 24).shape;
export const POSITIONS = 4096;

export const smallWeights = (): ModelWeights => randomWeights(SMALL_SHAPE, LAYERS, randomFrom(7));
const WEIGHTS = smallWeights();

/**
 * Whether tokens are the model's own greedy ones after a prompt, by the model without batches, pages
 * or steps: how many are until the first that is not.
 */
export function greedyLength(
  { prompt, tokens }: Pick<Outcome, "prompt" | "tokens">,
  weights: ModelWeights = WEIGHTS,
): number {
  const logits = unsplitLogits(weights, [...prompt, ...tokens.slice(0, -1)]);
  const wrong = tokens.findIndex((token, index) => {
    const row = logits[prompt.length - 1 + index] ?? [];
    return token !== row.indexOf(Math.max(...row));
  });
  return wrong === -1 ? tokens.length : wrong;
}

/** An engine that checks the KV of each step before it runs. */
class CheckedEngine implements ServingEngine {
  readonly faults: KvFault[] = [];
  /** Requests in the order of their first rows. */
  readonly begun: number[] = [];
  readonly #engine: ServingEngine;
  readonly #ledger: KvLedger;

  constructor(engine: ServingEngine, isSame: (held: KvToken, wanted: KvToken) => boolean) {
    this.#engine = engine;
    this.#ledger = new KvLedger(PAGE_TOKENS, isSame);
  }

  get depth(): number {
    return this.#engine.depth;
  }

  submit(program: string, step: ServingStep): Promise<ServedStep> {
    this.faults.push(...this.#ledger.enter(step));
    for (const { id } of step.sequences) {
      if (id !== null && !this.begun.includes(id)) this.begun.push(id);
    }
    return this.#engine.submit(program, step);
  }

  close(): Promise<void> {
    return this.#engine.close();
  }
}

/** What became of a request. */
export interface Outcome {
  prompt: readonly number[];
  tokens: number[];
  /** Undefined while it is under way. */
  end: Exclude<RequestEvent, { kind: "token" }> | undefined;
}

export interface SmallServer {
  runtime: Runtime;
  faults: readonly KvFault[];
  /** Requests in the order of their first rows. */
  begun: readonly number[];
  /** By id. */
  outcomes: Outcome[];
  submit(request: Parameters<Runtime["submit"]>[0]): ReturnType<Runtime["submit"]>;
}

export function smallServer(
  options: Partial<RuntimeOptions> & { choice: ProgramChoice; kvPages: number },
  weights: ModelWeights = WEIGHTS,
): SmallServer {
  const outcomes: Outcome[] = [];
  const tokenOf = ({ id, position }: KvToken) => {
    const { prompt, tokens } = outcomes[id] as Outcome;
    return position < prompt.length ? prompt[position] : tokens[position - prompt.length];
  };
  const isSame = (held: KvToken, wanted: KvToken) => {
    if (held.position !== wanted.position) return false;
    if (held.id === wanted.id) return true;
    for (let position = 0; position <= held.position; position++) {
      const token = tokenOf({ id: held.id, position });
      if (token === undefined || token !== tokenOf({ id: wanted.id, position })) return false;
    }
    return true;
  };
  const reference = new ReferenceServingEngine({
    programs: SMALL_PROGRAMS,
    weights,
    kvPages: options.kvPages,
    random: randomFrom(1),
  });
  const engine = new CheckedEngine(reference, isSame);
  const runtime = new Runtime(engine, {
    programs: [...SMALL_PROGRAMS].map(([name, { batch }]) => ({ name, batch })),
    pageTokens: PAGE_TOKENS,
    sharesPrefixes: false,
    slots: 16,
    outputShare: 1,
    positions: POSITIONS,
    vocabularySize: SMALL_SHAPE.vocabularySize,
    ...options,
  });
  return {
    runtime,
    faults: engine.faults,
    begun: engine.begun,
    outcomes,
    submit(request) {
      const outcome: Outcome = { prompt: Array.from(request.prompt), tokens: [], end: undefined };
      outcomes.push(outcome);
      return runtime.submit(request, (event) => {
        if (outcome.end !== undefined) throw new Error(`${event.kind} after the end`);
        if (event.kind === "token") outcome.tokens.push(event.token);
        else outcome.end = event;
      });
    },
  };
}
