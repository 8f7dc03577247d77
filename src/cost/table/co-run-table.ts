import type { Profile } from "../../generated/profile.ts";
import { PairTable, type Running, type Slowdowns } from "./pair-table.ts";
import { DEFAULT_MECHANISM, type Split } from "./split.ts";

type PartSide = "group" | "remainder";

/** Slowdowns of all pairs of a profile, by the positions of their kernels. */
export class CoRunTable {
  readonly #pairs: Profile["pairs"];
  readonly #tables: ReadonlyMap<string, PairTable>;

  constructor(profile: Profile) {
    const { kernels } = profile;
    this.#pairs = believedPairs(profile);
    this.#tables = new Map(
      this.#pairs.map(({ group, remainder, rows, mechanism }) => [
        keyOf(group, remainder, mechanism),
        new PairTable(
          rows,
          kernels[group]?.implementations ?? [],
          kernels[remainder]?.implementations ?? [],
        ),
      ]),
    );
  }

  /** @returns undefined when the two were never measured together on splits of that mechanism */
  slowdowns(
    { groupSms, mechanism }: Split,
    [group, a]: readonly [position: number, use: Running],
    [remainder, b]: readonly [position: number, use: Running],
  ): Slowdowns | undefined {
    return this.#tables.get(keyOf(group, remainder, mechanism))?.at(groupSms, a, b);
  }

  /** Whether a kernel was measured beside any other on a side of splits of that mechanism. */
  has(position: number, side: PartSide, { mechanism }: Split): boolean {
    return this.#of(position, side, mechanism).length > 0;
  }

  /** Mean harm of an implementation beside all that its kernel was measured with: see `PairTable`. */
  harm(position: number, side: PartSide, split: Split, use: Running): number {
    const harms = this.#of(position, side, split.mechanism).flatMap(({ group, remainder }) => {
      const table = this.#tables.get(keyOf(group, remainder, split.mechanism));
      return table === undefined ? [] : [table.harm(side, split.groupSms, use)];
    });
    return harms.length === 0 ? 1 : harms.reduce((sum, harm) => sum + harm, 0) / harms.length;
  }

  #of(position: number, side: PartSide, mechanism = DEFAULT_MECHANISM) {
    return this.#pairs.filter(
      (pair) => pair[side] === position && (pair.mechanism ?? DEFAULT_MECHANISM) === mechanism,
    );
  }
}

/**
 * Measured pairs under a CTA limit did not always begin on an idle GPU. Before, the remainder
 * stayed where the group's kernels had left room, which no plan meets. Thread block clusters then
 * looked up to 1.6 times too fast.
 */
export function believedPairs({ pairs, source, provenance }: Profile): Profile["pairs"] {
  if (source !== "measured" || provenance.pairStart === "idle") return pairs;
  return pairs.filter(({ mechanism }) => mechanism !== "cta-limit");
}

function keyOf(
  group: number,
  remainder: number,
  mechanism: Split["mechanism"] = DEFAULT_MECHANISM,
): string {
  return `${group}/${remainder} ${mechanism}`;
}
