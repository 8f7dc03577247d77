import {
  type ModelWeights,
  randomWeights,
} from "../../src/engine/reference/memory/model-weights.ts";
import { ReferenceServingEngine } from "../../src/engine/reference/serving-engine.ts";
import { unsplitLogits } from "../../src/engine/reference/unsplit-model.ts";
import type { Program } from "../../src/generated/program.ts";
import { randomFrom } from "../../src/random.ts";
import type { RequestEvent } from "../../src/runtime/requests/request.ts";
import type { ProgramChoice } from "../../src/runtime/rows/choose-program.ts";
import { Runtime, type RuntimeOptions } from "../../src/runtime/serving/runtime.ts";
import { type KvFault, KvLedger, type KvToken } from "../../src/step/kv-ledger.ts";
import type {
  RowLogprobs,
  ServedStep,
  ServingEngine,
  ServingStep,
} from "../../src/step/serving-step.ts";
import { planFixture } from "./plan-fixture.ts";
import { type SmallProgram, smallProgram } from "./small-programs.ts";

const LAYERS = 2;

/** A tiny model with programs that serve it. */
export interface SmallModel {
  programs: ReadonlyMap<string, Program>;
  weights: ModelWeights;
}

export function smallModel(plans: Readonly<Record<string, SmallProgram>>): SmallModel {
  const [first] = Object.values(plans);
  if (first === undefined) throw new Error("a model without programs");
  const programs = Object.entries(plans).map(([name, { program }]) => [name, program] as const);
  return {
    programs: new Map(programs),
    weights: randomWeights(first.shape, first.program.layers, randomFrom(7)),
  };
}

/** Overlapped and sequential programs, larger and smaller. */
export const SMALL_MODEL = smallModel({
  overlapped: smallProgram(planFixture(), LAYERS, 16),
  sequential: smallProgram(planFixture({ kind: "sequential" }), LAYERS, 8),
  attention: smallProgram(planFixture({ cutsAttentionOnly: true }), LAYERS, 12),
});
/** Of every program here. */
export const PAGE_TOKENS = 16;
export const POSITIONS = 4096;

/**
 * Whether tokens are the model's own greedy ones after a prompt, by the model without batches, pages
 * or steps: how many are until the first that is not.
 */
export function greedyLength(
  { prompt, tokens }: Pick<Outcome, "prompt" | "tokens">,
  { weights }: Pick<SmallModel, "weights"> = SMALL_MODEL,
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
  readonly depth: number;
  readonly takesMasks = true;
  readonly faults: KvFault[] = [];
  /** Requests in the order of their first rows. */
  readonly begun: number[] = [];
  readonly #engine: ServingEngine;
  readonly #ledger: KvLedger;
  readonly #ownerOfSlot = new Map<number, number>();

  constructor(
    engine: ServingEngine,
    depth: number,
    isSame: (held: KvToken, wanted: KvToken) => boolean,
  ) {
    this.depth = depth;
    this.#engine = engine;
    this.#ledger = new KvLedger(PAGE_TOKENS, isSame);
  }

  submit(program: string, step: ServingStep): Promise<ServedStep> {
    this.faults.push(...this.#ledger.enter(step));
    const withSampling = new Set(step.sampling.map(({ slot }) => slot));
    for (const [index, { id }] of step.sequences.entries()) {
      if (id === null) continue;
      if (!this.begun.includes(id)) this.begun.push(id);
      const slot = step.slots[index] as number;
      if (this.#ownerOfSlot.get(slot) !== id && !withSampling.has(slot)) {
        throw new Error(`request ${id} took slot ${slot} without its sampling parameters`);
      }
      this.#ownerOfSlot.set(slot, id);
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
  /** Of each token of a request that asks. */
  logprobs: RowLogprobs[];
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
  options: Partial<RuntimeOptions> & { choice: ProgramChoice; kvPages: number; depth?: number },
  { programs, weights }: SmallModel = SMALL_MODEL,
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
    programs,
    weights,
    kvPages: options.kvPages,
    random: randomFrom(1),
  });
  const engine = new CheckedEngine(reference, options.depth ?? reference.depth, isSame);
  const runtime = new Runtime(engine, {
    programs: [...programs].map(([name, { batch }]) => ({ name, batch })),
    pageTokens: PAGE_TOKENS,
    sharesPrefixes: false,
    slots: 16,
    outputShare: 1,
    positions: POSITIONS,
    vocabularySize: weights.shape.vocabularySize,
    ...options,
  });
  return {
    runtime,
    faults: engine.faults,
    begun: engine.begun,
    outcomes,
    submit(request) {
      const prompt = Array.from(request.prompt);
      const outcome: Outcome = { prompt, tokens: [], logprobs: [], end: undefined };
      outcomes.push(outcome);
      return runtime.submit(request, (event) => {
        if (outcome.end !== undefined) throw new Error(`${event.kind} after the end`);
        if (event.kind !== "token") outcome.end = event;
        else {
          outcome.tokens.push(event.token);
          if (event.logprobs !== undefined) outcome.logprobs.push(event.logprobs);
        }
      });
    },
  };
}
