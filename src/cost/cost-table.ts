import { PlannerError } from "../errors.ts";
import type { Profile } from "../generated/profile.ts";
import type { KernelUse, Lane } from "../ir/op-graph.ts";
import { formatNumber } from "../text/units.ts";
import { REACH, type Size } from "./curve/interpolate.ts";
import { ceilingsWithFp8 } from "./fp8-ceiling.ts";
import { heldPowerW } from "./held-power.ts";
import { profileCommand } from "./profile-command.ts";
import { CoRunEnergy, type JudgedShare } from "./table/co-run-energy.ts";
import { CoRunTable } from "./table/co-run-table.ts";
import { kernelKey } from "./table/kernel-key.ts";
import { KernelTable } from "./table/kernel-table.ts";
import { KnownSlowdowns } from "./table/known-slowdowns.ts";
import { type CoRunUse, NumberedUses } from "./table/numbered-uses.ts";
import type { Slowdowns } from "./table/pair-table.ts";
import { PowerTable } from "./table/power-table.ts";
import {
  type Partition,
  partitionKey,
  partitionOf,
  type Side,
  type Split,
  type SplitId,
  splitId,
  WHOLE_GPU,
} from "./table/split.ts";

/** One way to run a kernel: which implementation on which partition. */
export interface ExecutionOption extends Partition {
  implementation: string;
  /** The split that the partition belongs to. */
  split: SplitId;
  /** Alone on this partition at boost clock. */
  soloUs: number;
  /** sigma in t(f) = t(boost) x (1 + sigma x (boost / f - 1)). */
  clockSensitivity: number;
}

interface Entry {
  solo: KernelTable;
  power: PowerTable;
  index: number;
}

/** What a profile knows, by kernel, partition and size. */
export class CostTable {
  readonly smCount: number;
  readonly splits: Profile["splits"];
  /** `capW` is the mean power that the card keeps at its cap. */
  readonly power: Profile["power"];
  readonly boostClockMhz: number;
  /** With that of FP8 products, measured or by the datasheet's ratio. */
  readonly ceilings: Profile["ceilings"];
  readonly #profile: Profile;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #coRuns: CoRunTable;
  readonly #coRunEnergy: CoRunEnergy;
  readonly #splitsById: ReadonlyMap<SplitId, Split>;
  readonly #optionCache = new Map<string, readonly ExecutionOption[]>();
  readonly #splitNumbers: ReadonlyMap<SplitId, number>;
  readonly #uses = new NumberedUses();
  readonly #knownSlowdowns = new KnownSlowdowns();

  constructor(profile: Profile) {
    this.#profile = profile;
    this.smCount = profile.gpu.smCount;
    this.splits = profile.splits.toSorted((a, b) => a.groupSms - b.groupSms);
    this.#splitsById = new Map(profile.splits.map((split) => [splitId(split), split]));
    this.#splitNumbers = new Map([...this.#splitsById.keys()].map((id, number) => [id, number]));
    this.power = { ...profile.power, capW: heldPowerW(profile) };
    this.boostClockMhz = profile.gpu.boostClockMhz;
    this.ceilings = ceilingsWithFp8(profile);
    const powers = profile.kernels.map(
      ({ kind, sustained }) => new PowerTable(kind, sustained, profile.power.idleW),
    );
    this.#entries = new Map(
      profile.kernels.map((kernel, index) => [
        kernelKey(kernel),
        {
          solo: new KernelTable(kernel, profile.gpu.smCount),
          power: powers[index] as PowerTable,
          index,
        },
      ]),
    );
    this.#coRuns = new CoRunTable(profile);
    this.#coRunEnergy = new CoRunEnergy(profile, powers);
  }

  has(kernel: KernelUse): boolean {
    return this.#entries.has(kernelKey(kernel));
  }

  /** The least and the largest sizes of a kernel that were measured on the whole GPU. */
  measuredSizes(kernel: KernelUse): KernelTable["measured"] | undefined {
    return this.#entries.get(kernelKey(kernel))?.solo.measured;
  }

  /**
   * Ways to run a kernel on a batch: on the whole GPU, and on one side of each split. Compute takes
   * the group, memory and network the remainder. They take the group too where the kernel was
   * measured there beside others. Per partition the fastest implementation, and one more where it
   * does better when co-running.
   *
   * @throws PlannerError `E_PROFILE_MISMATCH` when the profile cannot time the kernel at this size
   */
  options(kernel: KernelUse, lane: Lane, size: Size): readonly ExecutionOption[] {
    const key = `${kernelKey(kernel)} ${lane} ${size.tokens} ${size.context}`;
    const known = this.#optionCache.get(key);
    if (known !== undefined) return known;
    const entry = this.#entry(kernel);
    const whole = this.wholeGpu(kernel, size);
    const partial = this.splits.flatMap((split) =>
      this.#sidesOf(entry, lane, split).flatMap((side) => {
        const options = this.#candidates(entry, side, splitId(split), size);
        return paretoOptions(options, ({ implementation }) =>
          this.#coRuns.harm(entry.index, side, split, { implementation, size }),
        );
      }),
    );
    const all = [whole, ...partial];
    this.#optionCache.set(key, all);
    return all;
  }

  /**
   * The fastest way to run a kernel on the whole GPU.
   *
   * @throws PlannerError `E_PROFILE_MISMATCH` when the profile cannot time the kernel at this size
   */
  wholeGpu(kernel: KernelUse, size: Size): ExecutionOption {
    const [whole] = this.#candidates(this.#entry(kernel), "whole", WHOLE_GPU, size);
    if (whole === undefined) throw this.#hole(kernel, size);
    return whole;
  }

  /** @returns the split that a partition is a side of; undefined when the profile has none such */
  splitOf(partition: Partition): SplitId | undefined {
    if (partition.side === "whole") return WHOLE_GPU;
    const key = partitionKey(partition);
    const found = this.splits.find(
      (split) => partitionKey(partitionOf(partition.side, split, this.smCount)) === key,
    );
    return found && splitId(found);
  }

  /**
   * @returns µs alone on the partition at boost clock; undefined when the profile cannot tell
   */
  soloUs(
    kernel: KernelUse,
    implementation: string,
    side: Side,
    split: SplitId,
    size: Size,
  ): number | undefined {
    const entry = this.#entries.get(kernelKey(kernel));
    const partition = this.#partitionOf(side, split);
    if (entry === undefined || partition === undefined) return undefined;
    return entry.solo.soloUs(implementation, partition, size);
  }

  /**
   * Slowdowns of two kernels that run at the same time, `a` on the group and `b` on the remainder.
   *
   * @returns undefined when the two kernels were never measured together
   */
  slowdowns(split: SplitId, a: CoRunUse, b: CoRunUse): Slowdowns | undefined {
    const splitNumber = this.#splitNumbers.get(split);
    if (splitNumber === undefined) return undefined;
    const key = this.#uses.pairKey(splitNumber, a, b);
    return this.#knownSlowdowns.of(key, () => {
      const group = this.#entries.get(kernelKey(a.kernel));
      const remainder = this.#entries.get(kernelKey(b.kernel));
      const known = this.#splitsById.get(split);
      if (!known || !group || !remainder) return undefined;
      return this.#coRuns.slowdowns(known, [group.index, a], [remainder.index, b]);
    });
  }

  /**
   * Energy of one call alone, taken to be the same on every partition.
   *
   * @returns mJ above idle power; undefined when no energy was measured
   */
  energyMj(kernel: KernelUse, size: Size, clockMhz: number): number | undefined {
    return this.#entries.get(kernelKey(kernel))?.power.energyMj(size, clockMhz);
  }

  /**
   * Share of that energy that a call takes at a clock while something runs beside it. It is less
   * than 1 on a remainder only: all that a pair saves is put down to the kernel there.
   */
  coRunEnergyShare(kernel: KernelUse, { side, smCount }: Partition, clockMhz: number): number {
    if (side !== "remainder") return 1;
    const entry = this.#entries.get(kernelKey(kernel));
    return entry === undefined ? 1 : this.#coRunEnergy.share(entry.index, smCount, clockMhz);
  }

  /**
   * What a kernel on a remainder took of its energy alone, in each pair that was measured. Beside
   * it stands what the other pairs say of it.
   */
  judgedEnergyShares(kernel: KernelUse): readonly JudgedShare[] {
    const entry = this.#entries.get(kernelKey(kernel));
    return entry === undefined ? [] : this.#coRunEnergy.judged(entry.index);
  }

  /**
   * How a time follows the clock: sigma in t(f) = t(boost) x (1 + sigma x (boost / f - 1)).
   *
   * @param soloUs time alone at boost clock in this place
   */
  clockSensitivity(
    kernel: KernelUse,
    size: Size,
    { side, soloUs }: { side: Side; soloUs: number },
  ): number {
    const entry = this.#entries.get(kernelKey(kernel));
    return entry === undefined ? 0 : this.#sensitivities(entry, size, side)(soloUs);
  }

  /**
   * On the whole GPU as measured. On a remainder, waiting for memory or links depends neither on
   * the clock nor on the SMs; what fewer SMs add is their own work, which follows their clock. On a
   * group fewer SMs add such work too, but what runs beside eases by as much at a lower clock. So
   * there the whole GPU's figure stays.
   *
   * @returns the sensitivity of a time alone there, µs
   */
  #sensitivities({ solo, power }: Entry, size: Size, side: Side): (soloUs: number) => number {
    const { clockSensitivity } = power;
    if (side !== "remainder") return () => clockSensitivity;
    const whole = partitionOf("whole", undefined, this.smCount);
    const wholeUs = Math.min(...solo.candidates(whole, size).map(({ us }) => us));
    return (soloUs) => 1 - ((1 - clockSensitivity) * Math.min(wholeUs, soloUs)) / soloUs;
  }

  #entry(kernel: KernelUse): Entry {
    const entry = this.#entries.get(kernelKey(kernel));
    if (entry !== undefined) return entry;
    throw new PlannerError(
      "E_PROFILE_MISMATCH",
      `the profile of ${this.#profile.model.id} on ${this.#profile.gpu.id} has no kernel \`${kernelKey(kernel)}\``,
      { remedy: "Profile the model itself with `nanoflow-plan profile --model MODEL`." },
    );
  }

  #hole(kernel: KernelUse, { tokens, context }: Size): PlannerError {
    const { solo = [] } = this.#profile.kernels[this.#entry(kernel).index] ?? {};
    const longest = Math.max(...solo.map((row) => row[3]));
    const most = Math.max(...solo.map((row) => row[2]));
    const reach = Math.floor(REACH * longest);
    const command = profileCommand({ ...this.#profile.model, id: "MODEL" });
    return new PlannerError(
      "E_PROFILE_MISMATCH",
      `the profile cannot time \`${kernelKey(kernel)}\` at ${formatNumber(tokens)} tokens, context ${formatNumber(context)}: too far beyond what was measured, ${formatNumber(most)} tokens and context ${formatNumber(longest)}`,
      {
        // What is missing of a store is measured up to the longest contexts of any model.
        remedy:
          context > reach
            ? `Plan for contexts of at most ${formatNumber(reach)} tokens: by shorter requests, or --context. Or measure longer ones into the store with \`${command} --missing --again decode-attention prefill-attention\`.`
            : `Plan for a smaller dense batch, or measure up to this one with \`${command} --max-tokens TOKENS\`.`,
      },
    );
  }

  #partitionOf(side: Side, id: SplitId): Partition | undefined {
    const split = this.#splitsById.get(id);
    if (side !== "whole" && split === undefined) return undefined;
    return partitionOf(side, split, this.smCount);
  }

  /** Under a CTA limit only kernels that were measured beside others have a side. */
  #sidesOf({ index }: Entry, lane: Lane, split: Split): ("group" | "remainder")[] {
    const limited = split.mechanism === "cta-limit";
    if (lane === "compute")
      return !limited || this.#coRuns.has(index, "group", split) ? ["group"] : [];
    const sides = ["remainder", "group"] as const;
    return sides.filter(
      (side) => (side === "remainder" && !limited) || this.#coRuns.has(index, side, split),
    );
  }

  #candidates(entry: Entry, side: Side, split: SplitId, size: Size): ExecutionOption[] {
    const partition = this.#partitionOf(side, split);
    if (partition === undefined) return [];
    const sensitivityOf = this.#sensitivities(entry, size, side);
    return entry.solo
      .candidates(partition, size)
      .map(({ implementation, us }) => ({
        implementation,
        ...partition,
        split,
        soloUs: us,
        clockSensitivity: sensitivityOf(us),
      }))
      .sort((a, b) => a.soloUs - b.soloUs);
  }
}

/** Of options by rising solo time: the first, and the best when co-running if that is another. */
function paretoOptions(
  options: readonly ExecutionOption[],
  harmOf: (option: ExecutionOption) => number,
): ExecutionOption[] {
  const [fastest] = options;
  if (fastest === undefined || options.length === 1) return [...options];
  const coRunning = options
    .map((option) => ({ option, us: option.soloUs * harmOf(option) }))
    .sort((a, b) => a.us - b.us)[0];
  const kept = new Set([fastest, coRunning?.option ?? fastest]);
  return [...kept];
}
