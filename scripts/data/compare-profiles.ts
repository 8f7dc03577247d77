/**
 * Says by how much two profiles differ where they measured the same: `compare-profiles.ts A B`.
 * A point is the same implementation of the same kernel on the same partition at the same size.
 */
import { readFileSync } from "node:fs";

const [a, b] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
if (a === undefined || b === undefined) {
  console.error("Usage: npx tsx scripts/data/compare-profiles.ts PROFILE PROFILE");
  process.exit(2);
}

const nameOf = ({ kind, shape }) => `${kind} ${JSON.stringify(shape)}`;

/** Figures by what they were measured of. */
function figuresOf({ kernels, pairs }) {
  const kernelOf = (index) => kernels[index];
  const alone = kernels.flatMap((kernel) =>
    kernel.solo.map(([implementation, place, tokens, context, us]) => [
      `${nameOf(kernel)} ${kernel.implementations[implementation]} ${place} ${tokens} ${context}`,
      us,
    ]),
  );
  const energy = kernels.flatMap((kernel) =>
    kernel.sustained.map((row) => [
      `${nameOf(kernel)} ${kernel.implementations[row[0]]} ${row[1]} ${row[2]}`,
      row[7],
    ]),
  );
  const company = pairs.flatMap(({ group, remainder, mechanism, rows }) => {
    const [first, second] = [kernelOf(group), kernelOf(remainder)];
    return rows.flatMap((row) => {
      const names = [first.implementations[row[1]], second.implementations[row[4]]];
      const sizes = [row[0], row[2], row[3], row[5], row[6]];
      const point = [nameOf(first), nameOf(second), mechanism, ...names, ...sizes].join(" ");
      return [
        [`${point} group`, row[7]],
        [`${point} remainder`, row[8]],
      ];
    });
  });
  return { "µs alone": alone, "sustained mJ": energy, "slowdown in company": company };
}

const [figuresA, figuresB] = [figuresOf(a), figuresOf(b)];
for (const [what, rows] of Object.entries(figuresA)) {
  const others = new Map(figuresB[what]);
  const differences = rows
    .filter(([point]) => others.has(point))
    .map(([point, value]) => Math.abs(value / others.get(point) - 1))
    .sort((x, y) => x - y);
  const at = (share) => differences[Math.floor(share * (differences.length - 1))] ?? Number.NaN;
  const [median, p95, worst] = [0.5, 0.95, 1].map((share) => `${(at(share) * 100).toFixed(1)}%`);
  console.log(
    `${what}: ${differences.length} in common, median ${median}, 95% ${p95}, worst ${worst}`,
  );
}
