import type { ProfileKernel } from "../../cost/table/kernel-table.ts";
import type { JobUse } from "../jobs/job.ts";
import type { Result } from "../jobs/results.ts";
import type { Answer } from "../session/protocol.ts";
import { rounded } from "./rounded.ts";

type Row = ProfileKernel["sustained"][number];

/** Steady figures of one point: means over its visits, since power drifts between them. */
interface Steady {
  us: number;
  spread: number;
  clockMhz: number;
  powerW: number;
  energyMj: number;
}

/** Rows of a kernel's two steady states; a point without the sustained one is left out. */
export function sustainedRows(
  results: readonly Result[],
  index: number,
  positionOf: (name: string) => number,
): Row[] {
  const spaced = visitsOf(results, "spaced", index);
  return [...visitsOf(results, "sustained", index)].flatMap(([key, { use, visits }]): Row[] => {
    const busy = meanOf(visits);
    const calm = meanOf(spaced.get(key)?.visits ?? []);
    if (busy === undefined || !(busy.powerW > 0) || !(busy.energyMj > 0)) return [];
    return [
      [
        ...[positionOf(use.implementation), use.size.tokens, use.size.context],
        ...[busy.us, busy.spread, busy.clockMhz, busy.powerW, busy.energyMj].map(rounded),
        ...[calm?.us ?? 0, calm?.clockMhz ?? 0, Math.max(calm?.energyMj ?? 0, 0)].map(rounded),
      ] as Row,
    ];
  });
}

function visitsOf(results: readonly Result[], type: "sustained" | "spaced", index: number) {
  const points = new Map<string, { use: JobUse; visits: Answer[] }>();
  for (const { job, answer } of results) {
    if (job.type !== type || job.kernel !== index || answer.status !== "ok") continue;
    const key = `${job.implementation} ${job.size.tokens} ${job.size.context}`;
    const point = points.get(key) ?? { use: job, visits: [] };
    points.set(key, point);
    point.visits.push(answer);
  }
  return points;
}

function meanOf(visits: readonly Answer[]): Steady | undefined {
  const usable = visits.filter(({ medianUs, clockMhz }) => medianUs && clockMhz);
  if (usable.length === 0) return undefined;
  const mean = (of: (answer: Answer) => number | undefined) =>
    usable.reduce((sum, answer) => sum + (of(answer) ?? 0), 0) / usable.length;
  return {
    us: mean(({ medianUs }) => medianUs),
    spread: mean(({ spread }) => spread),
    clockMhz: mean(({ clockMhz }) => clockMhz),
    powerW: mean(({ powerW }) => powerW),
    energyMj: mean(({ energyMj }) => energyMj),
  };
}
