import type { ModelShape } from "../../generated/plan.ts";
import type { Program } from "../../generated/program.ts";
import { pageTokensOf } from "../../program/page-tokens.ts";
import { type Random, randomFrom } from "../../random.ts";
import { type KvFault, KvLedger } from "../../step/kv-ledger.ts";
import { kvCacheOf, prepare } from "./gpu.ts";
import { type ModelWeights, randomWeights } from "./memory/model-weights.ts";
import { shardWeights } from "./memory/shard-weights.ts";
import { type ServedSteps, serveRandomRequests } from "./random-requests.ts";
import { ReferenceEngine, type StepResult } from "./reference-engine.ts";
import { unsplitModel } from "./unsplit-model.ts";

/** Sums in another order differ by some 1e-15; anything that is really wrong, by 1e-3 and more. */
export const TOLERANCE = 1e-9;

/** What a program is run on. */
export interface SmallCase {
  program: Program;
  weights: ModelWeights;
  served: ServedSteps;
  /** By step and sampled row: the logits of the unsplit model. */
  expected: number[][][];
}

export interface Proof {
  /** Orders that were run. */
  orders: number;
  /** Rows of logits that were compared, in all orders. */
  rows: number;
  /** Largest difference of a logit, as a fraction of the largest logit of its row. */
  maxRelativeError: number;
  /** Whether each sampled token is the unsplit model's. */
  sameTokens: boolean;
  kvFaults: KvFault[];
  equal: boolean;
}

/** Random weights and requests for a program, with the logits that should come out. */
export function smallCase(
  program: Program,
  shape: ModelShape,
  steps: number,
  random: Random,
): SmallCase {
  const weights = randomWeights(shape, program.layers, random);
  const served = serveRandomRequests(
    { batch: program.batch, shape, pageTokens: pageTokensOf(program), steps },
    random,
  );
  const { tensorParallel: ranks } = program;
  const logits = served.sequences.map(unsplitModel(weights, { ranks }));
  const expected = served.steps.map(({ wanted }) =>
    wanted.map(({ id, position }) => logits[id]?.[position] ?? []),
  );
  return { program, weights, served, expected };
}

/**
 * Runs the steps of a case in a random order for each seed, each time from an empty KV cache. It
 * compares all logits with those of the unsplit model, and stops after the first order that is
 * wrong.
 *
 * @param onOrder called with the number of orders done
 * @throws PlannerError `E_UNSOUND_PLAN` when instructions wait for each other
 */
export function proveNumerically(
  small: SmallCase,
  seeds: readonly number[],
  onOrder: (done: number) => void = () => {},
): Proof {
  const { program, weights, served, expected } = small;
  const { tensorParallel } = program;
  const shards = Array.from({ length: tensorParallel }, (_, rank) =>
    shardWeights(weights, tensorParallel, rank),
  );
  const prepared = prepare(program);
  const proof = { orders: 0, rows: 0, maxRelativeError: 0, sameTokens: true };
  const isClose = () => proof.maxRelativeError <= TOLERANCE && proof.sameTokens;
  for (const seed of seeds) {
    if (!isClose()) break;
    const random = randomFrom(seed);
    const kv = shards.map(() => kvCacheOf(prepared, served.pages));
    const engine = new ReferenceEngine(prepared, shards, kv);
    for (const [index, { step }] of served.steps.entries()) {
      compare(engine.step(step, random), expected[index] ?? [], proof);
    }
    onOrder(++proof.orders);
  }
  const ledger = new KvLedger(pageTokensOf(program));
  const kvFaults = served.steps.flatMap(({ step }) => ledger.enter(step));
  const equal = proof.rows > 0 && isClose() && kvFaults.length === 0;
  return { ...proof, kvFaults, equal };
}

function compare(
  { logits, tokens }: StepResult,
  expected: readonly number[][],
  proof: Pick<Proof, "rows" | "maxRelativeError" | "sameTokens">,
): void {
  for (const [row, wanted] of expected.entries()) {
    const largest = Math.max(...wanted.map(Math.abs));
    const error = Math.max(...wanted.map((x, i) => Math.abs((logits[row]?.[i] ?? Number.NaN) - x)));
    const relative = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error / largest;
    proof.rows++;
    proof.maxRelativeError = Math.max(proof.maxRelativeError, relative);
    proof.sameTokens &&= tokens[row] === wanted.indexOf(Math.max(...wanted));
  }
}
