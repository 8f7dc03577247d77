import { TOLERANCE } from "../../engine/reference/numerical-proof.ts";
import { EXIT } from "../../errors.ts";
import type { ModelShape, Plan } from "../../generated/plan.ts";
import { layersToSeeAll } from "../../program/lower.ts";
import { formatInteger } from "../../text/units.ts";
import { PROOF_STEPS, provePlan } from "../../trial/prove-plan.ts";
import type { CommandContext } from "../console/context.ts";

export interface ReferenceRunOptions {
  layers?: number;
  /** Random orders. */
  iterations?: number;
  seed: number;
}

const DEFAULT_ORDERS = 20;

/**
 * `run --engine reference`: a sound plan's structure on a small model, in random orders, against the
 * unsplit model. Ends with the exit code of an unsound plan when their logits differ.
 */
export function runOnReference(
  path: string,
  plan: Plan,
  options: ReferenceRunOptions,
  context: CommandContext,
): void {
  const { seed } = options;
  const layers = options.layers ?? layersToSeeAll(plan);
  const wantedOrders = options.iterations ?? DEFAULT_ORDERS;
  const bar = context.progress("Orders", wantedOrders);
  const { scaled, proof } = provePlan(plan, {
    layers,
    orders: wantedOrders,
    seed,
    onOrder: (done) => bar.update(done),
  });
  bar.stop();
  const { shape } = scaled.model;
  if (!proof.equal) context.setExitCode(EXIT.usage);
  const tokens = { plan: plan.workload.denseBatchTokens, run: scaled.workload.denseBatchTokens };
  const { orders, rows, sameTokens } = proof;
  // JSON has no infinity: null stands for logits that are no numbers.
  const maxRelativeError = Number.isFinite(proof.maxRelativeError) ? proof.maxRelativeError : null;
  context.output(
    {
      engine: "reference",
      file: path,
      layers,
      orders,
      steps: PROOF_STEPS,
      seed,
      scaled: { shape, tokens },
      rows,
      maxRelativeError,
      tolerance: TOLERANCE,
      sameTokens,
      equal: proof.equal,
    },
    () => {
      const { green, red } = context.style;
      const verdict = proof.equal
        ? green("Equal to the unsplit model, whatever the order.")
        : red("Not equal to the unsplit model.");
      const error = maxRelativeError === null ? "not a number" : maxRelativeError.toExponential(1);
      return [
        `Reference engine, ${layers} layers of ${plan.model.id} in float64, cut down to ${sizesOf(shape)};`,
        `${tokens.run} tokens for the plan's ${formatInteger(tokens.plan)}, its nano-batches and order as they are.`,
        "",
        `${orders} random orders of ${PROOF_STEPS} steps, ${formatInteger(rows)} rows of logits: largest relative error ${error}, tolerance ${TOLERANCE.toExponential(0)}.`,
        verdict,
      ].join("\n");
    },
  );
}

function sizesOf(shape: ModelShape): string {
  const { hiddenSize, queryHeads, kvHeads, headSize, vocabularySize, mlp } = shape;
  const width =
    mlp.kind === "dense"
      ? `MLP ${mlp.intermediateSize}`
      : `${mlp.experts} experts of ${mlp.expertIntermediateSize}`;
  return `hidden ${hiddenSize}, ${queryHeads} query and ${kvHeads} KV heads of ${headSize}, ${width}, vocabulary ${vocabularySize}`;
}
