/**
 * Says by how much two profiles differ where they measured the same: `compare-profiles.ts A B`.
 * A point is the same implementation of the same kernel on the same partition at the same size.
 */
import type { Profile } from "../../src/generated/profile.ts";
import { loadProfile } from "../../src/profile/load.ts";

/** A figure by what it was measured of. */
type Figure = [point: string, value: number];
type Kernel = Profile["kernels"][number];

const [a, b] = process.argv.slice(2).map(readProfile);
if (a === undefined || b === undefined) {
  console.error("Usage: npx tsx scripts/data/compare-profiles.ts PROFILE PROFILE");
  process.exit(2);
}
printDifference("µs alone", aloneIn(a), aloneIn(b));
printDifference("sustained mJ", sustainedIn(a), sustainedIn(b));
printDifference("slowdown co-running", companyIn(a), companyIn(b));

function readProfile(path: string): Profile {
  return loadProfile(path).profile;
}

function aloneIn({ kernels }: Profile): Figure[] {
  return kernels.flatMap((kernel) =>
    kernel.solo.map(
      ([implementation, place, tokens, context, us]): Figure => [
        `${nameOf(kernel)} ${kernel.implementations[implementation]} ${place} ${tokens} ${context}`,
        us,
      ],
    ),
  );
}

function sustainedIn({ kernels }: Profile): Figure[] {
  return kernels.flatMap((kernel) =>
    kernel.sustained.map(
      ([implementation, tokens, context, , , , , energyMj]): Figure => [
        `${nameOf(kernel)} ${kernel.implementations[implementation]} ${tokens} ${context}`,
        energyMj,
      ],
    ),
  );
}

function companyIn({ kernels, pairs }: Profile): Figure[] {
  return pairs.flatMap(({ group, remainder, mechanism, rows }) => {
    const [first, second] = [kernels[group] as Kernel, kernels[remainder] as Kernel];
    return rows.flatMap((row): Figure[] => {
      const names = [first.implementations[row[1]], second.implementations[row[4]]];
      const sizes = [row[0], row[2], row[3], row[5], row[6]];
      const point = [nameOf(first), nameOf(second), mechanism, ...names, ...sizes].join(" ");
      return [
        [`${point} group`, row[7]],
        [`${point} remainder`, row[8]],
      ];
    });
  });
}

function nameOf({ kind, shape }: Kernel): string {
  return `${kind} ${JSON.stringify(shape)}`;
}

/** How far the figures that both have are apart: |A / B - 1|. */
function printDifference(
  what: string,
  rows: readonly Figure[],
  otherRows: readonly Figure[],
): void {
  const others = new Map(otherRows);
  const differences = rows
    .flatMap(([point, value]) => {
      const other = others.get(point);
      return other === undefined ? [] : [Math.abs(value / other - 1)];
    })
    .sort((x, y) => x - y);
  const at = (share: number) =>
    differences[Math.floor(share * (differences.length - 1))] ?? Number.NaN;
  const [median, p95, worst] = [0.5, 0.95, 1].map((share) => `${(at(share) * 100).toFixed(1)}%`);
  console.log(
    `${what}: ${differences.length} in common, median ${median}, 95% ${p95}, worst ${worst}`,
  );
}
