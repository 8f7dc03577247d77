import { CostTable } from "../../cost/cost-table.ts";
import { layerPower } from "../../cost/layer-power.ts";
import { clockMhzAt, equilibrium, layerEnergyMj } from "../../cost/power.ts";
import { kernelKey } from "../../cost/table/kernel-key.ts";
import { parsePartition, splitId, WHOLE_GPU } from "../../cost/table/split.ts";
import type { Profile } from "../../generated/profile.ts";
import { CO_RUN_ENERGY, pairKind } from "../../profile/hold-out-kinds.ts";
import { rounded } from "./rounded.ts";

type HoldOut = NonNullable<Profile["holdOut"]>;

/** One prediction of something measured that the model has not seen. */
interface Trial {
  what: string;
  /** |predicted / measured - 1| */
  error: number;
  at: string;
}

/**
 * How far the model's predictions are from the points that the profile holds out. Times alone go by
 * kind of kernel, slowdowns by pair of kinds. Of mixes it is period, power and clock; of sustained
 * pairs the times at the clock that the cap left. Points for which the model has no answer are
 * passed over: no plan can use them.
 */
export function holdOutErrors(profile: Profile): HoldOut {
  const costs = new CostTable(profile);
  const trials = [
    ...timeTrials(profile, costs),
    ...slowdownTrials(profile, costs),
    ...mixTrials(profile, costs),
    ...sustainedPairTrials(profile, costs),
    ...coRunEnergyTrials(profile, costs),
  ];
  const kinds = [...new Set(trials.map(({ what }) => what))];
  return kinds.map((what) => {
    const sorted = trials.filter((trial) => trial.what === what).sort((a, b) => a.error - b.error);
    const [median, worst] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
    return {
      what,
      points: sorted.length,
      median: rounded(median?.error ?? 0),
      worst: rounded(worst?.error ?? 0),
      worstAt: worst?.at ?? "",
    };
  });
}

function* timeTrials({ kernels, gpu }: Profile, costs: CostTable): Generator<Trial> {
  for (const kernel of kernels) {
    for (const [index, key, tokens, context, us] of kernel.heldOut ?? []) {
      const partition = parsePartition(key, gpu.smCount);
      const split = costs.splitOf(partition);
      const name = kernel.implementations[index] ?? "";
      const size = { tokens, context };
      const predicted =
        split === undefined ? undefined : costs.soloUs(kernel, name, partition.side, split, size);
      if (predicted === undefined) continue;
      const at = `${kernelKey(kernel)}, ${key}, ${tokens} tokens${context > 0 ? `, context ${context}` : ""}`;
      yield { what: kernel.kind, error: errorOf(predicted, us), at };
    }
  }
}

function* slowdownTrials({ kernels, pairs }: Profile, costs: CostTable): Generator<Trial> {
  for (const { group, remainder, mechanism, heldOut = [] } of pairs) {
    const [first, second] = [kernels[group], kernels[remainder]];
    if (first === undefined || second === undefined) continue;
    for (const row of heldOut) {
      const [groupSms, i, tokensA, contextA, j, tokensB, contextB, slowA, slowB] = row;
      const split = splitId({ groupSms, ...(mechanism && { mechanism }) });
      const a = use(first, i, { tokens: tokensA, context: contextA });
      const b = use(second, j, { tokens: tokensB, context: contextB });
      const known = costs.slowdowns(split, a, b);
      const runs = costs.soloUs(a.kernel, a.implementation, "group", split, a.size) !== undefined;
      if (known === undefined || !runs) continue;
      const what = pairKind(first.kind, second.kind);
      const at = `${kernelKey(first)} beside ${second.kind}, ${split}, ${tokensA} tokens`;
      yield { what, error: errorOf(known.group, slowA), at };
      yield { what, error: errorOf(known.remainder, slowB), at: `${at} (the latter)` };
    }
  }
}

function* mixTrials({ kernels, mixes = [] }: Profile, costs: CostTable): Generator<Trial> {
  for (const { name, parts, periodUs: measuredUs, clockMhz, powerW } of mixes) {
    const uses = parts.flatMap(([index, implementation, tokens, context]) => {
      const kernel = kernels[index];
      return kernel === undefined ? [] : [use(kernel, implementation, { tokens, context })];
    });
    const times = uses.map(({ kernel, implementation, size }) => {
      const us = costs.soloUs(kernel, implementation, "whole", WHOLE_GPU, size);
      const sensitivity = costs.clockSensitivity(kernel, size, { side: "whole", soloUs: us ?? 0 });
      return { us, sensitivity };
    });
    if (times.some(({ us }) => us === undefined)) continue;
    const power = layerPower(uses, costs);
    const { stretch, periodUs } = equilibrium(power, (x) =>
      times.reduce((sum, { us = 0, sensitivity }) => sum + us * (1 + sensitivity * x), 0),
    );
    const predictedW = power.idleW + (layerEnergyMj(power, stretch) / periodUs) * 1000;
    yield { what: "period of mixes", error: errorOf(periodUs, measuredUs), at: name };
    yield { what: "power of mixes", error: errorOf(predictedW, powerW), at: name };
    yield {
      what: "clock of mixes",
      error: errorOf(clockMhzAt(power, stretch), clockMhz),
      at: name,
    };
  }
}

/**
 * Of these pairs the model knows the power, but not the times. Under a CTA limit loops settle in a
 * placement that no plan has, so only those on green contexts count.
 */
function* sustainedPairTrials({ kernels, pairs }: Profile, costs: CostTable): Generator<Trial> {
  for (const { group, remainder, mechanism, sustained = [] } of pairs) {
    const [first, second] = [kernels[group], kernels[remainder]];
    if (first === undefined || second === undefined || mechanism === "cta-limit") continue;
    for (const row of sustained) {
      const [groupSms, i, tokensA, contextA, j, tokensB, contextB, firstUs, secondUs, clock] = row;
      const split = splitId({ groupSms });
      const stretch = costs.boostClockMhz / clock - 1;
      const a = use(first, i, { tokens: tokensA, context: contextA });
      const b = use(second, j, { tokens: tokensB, context: contextB });
      const slowdowns = costs.slowdowns(split, a, b);
      const at = `${kernelKey(first)} beside ${second.kind}, ${split}, ${Math.round(clock)} MHz`;
      const sides = [
        { side: "group", used: a, us: firstUs, at },
        { side: "remainder", used: b, us: secondUs, at: `${at} (the latter)` },
      ] as const;
      for (const { side, used, us, at } of sides) {
        const { kernel, implementation, size } = used;
        const soloUs = costs.soloUs(kernel, implementation, side, split, size);
        if (soloUs === undefined || slowdowns === undefined) continue;
        const sensitivity = costs.clockSensitivity(kernel, size, { side, soloUs });
        const predictedUs = soloUs * slowdowns[side] * (1 + sensitivity * stretch);
        yield { what: "times of pairs at the cap", error: errorOf(predictedUs, us), at };
      }
    }
  }
}

/** Each pair's share of energy by the others. */
function* coRunEnergyTrials({ kernels }: Profile, costs: CostTable): Generator<Trial> {
  for (const kernel of kernels) {
    for (const { sms, share, predicted } of costs.judgedEnergyShares(kernel)) {
      const at = `${kernel.kind} on ${sms} SMs, ${share.toFixed(3)} of its energy alone`;
      yield { what: CO_RUN_ENERGY, error: errorOf(predicted, share), at };
    }
  }
}

function use(
  kernel: Profile["kernels"][number],
  implementation: number,
  size: { tokens: number; context: number },
) {
  return { kernel, implementation: kernel.implementations[implementation] ?? "", size };
}

function errorOf(predicted: number, measured: number): number {
  return Math.abs(predicted / measured - 1);
}
