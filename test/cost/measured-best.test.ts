import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { LIBRARY } from "../../src/campaign/library/profile-library.ts";
import { CostTable } from "../../src/cost/cost-table.ts";
import { partitionKey } from "../../src/cost/table/split.ts";
import type { Profile } from "../../src/generated/profile.ts";
import type { Lane } from "../../src/ir/op-graph.ts";
import { loadProfile } from "../../src/profile/load.ts";
import { SHIPPED_FOLDER, shippedSessions } from "../../src/profile/shipped.ts";

type Kernel = Profile["kernels"][number];

const LANES: Partial<Record<Kernel["kind"], Lane>> = {
  decode_attention: "memory",
  all_reduce: "network",
};

/** Tokens of the largest dense batch that sessions are measured for. */
const LARGEST = 2048;

/** Least measured duration by partition and size. */
function leastUs({ solo }: Kernel): ReadonlyMap<string, number> {
  const least = new Map<string, number>();
  for (const [, key, tokens, context, us] of solo) {
    const at = `${key} ${tokens} ${context}`;
    least.set(at, Math.min(us, least.get(at) ?? Number.POSITIVE_INFINITY));
  }
  return least;
}

describe.each(shippedSessions().map(({ file }) => file))("options of the profile %s", (file) => {
  const { profile } = loadProfile(`${SHIPPED_FOLDER}${file}`);
  const costs = new CostTable(profile);
  const kernels = profile.kernels.filter(({ solo }) => solo.length > 0);

  it("are never faster than the best measured at their size", () => {
    // One look at all of them: a matcher for each of the million options takes most of the time.
    const faster: unknown[] = [];
    for (const kernel of kernels) {
      const least = leastUs(kernel);
      const sizes = new Set(kernel.solo.map(([, , tokens, context]) => `${tokens} ${context}`));
      for (const size of sizes) {
        const [tokens = 0, context = 0] = size.split(" ").map(Number);
        const lane = LANES[kernel.kind] ?? "compute";
        for (const option of costs.options(kernel, lane, { tokens, context })) {
          const best = least.get(`${partitionKey(option)} ${size}`) ?? 0;
          if (!(option.soloUs >= best)) faster.push({ kind: kernel.kind, size, option, best });
        }
      }
    }
    expect(faster).toEqual([]);
  });

  it("of matrix products between the sizes are never faster than at both sizes around", () => {
    // Kernels that only compare sessions were timed at a few small sizes.
    const products = kernels.filter(
      ({ kind, solo }) =>
        (kind === "gemm" || kind === "grouped_gemm") && solo.some((row) => row[2] >= LARGEST),
    );
    // A library that lacked no product measured none.
    if (products.length === 0 && profile.model.id === LIBRARY) return;
    const counts = fc.integer({ min: 1, max: LARGEST });
    fc.assert(
      fc.property(fc.constantFrom(...products), counts, (kernel, tokens) => {
        for (const option of costs.options(kernel, "compute", { tokens, context: 0 })) {
          const key = partitionKey(option);
          const rows = kernel.solo.filter(([, partition]) => partition === key);
          const grid = [...new Set(rows.map(([, , count]) => count))].sort((a, b) => a - b);
          const around = [
            grid.findLast((count) => count <= tokens),
            grid.find((count) => count >= tokens),
          ].filter((count) => count !== undefined);
          const least = rows.filter(([, , count]) => around.includes(count)).map((row) => row[4]);
          expect(option.soloUs).toBeGreaterThanOrEqual(Math.min(...least));
        }
      }),
      { numRuns: 100 },
    );
  });
});
