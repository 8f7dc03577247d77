import type { ProfileKernel } from "../kernel-table.ts";
import { partitionKey, partitionOf } from "../split.ts";
import type { Campaign } from "./campaign.ts";
import type { Result, SoloResult } from "./findings.ts";
import type { JobUse } from "./job.ts";
import { rounded } from "./rounded.ts";

/** A kernel's rows in the profile, and the implementations that they refer to. */
export function kernelOf(
  campaign: Campaign,
  results: readonly Result[],
  solos: readonly SoloResult[],
  index: number,
): ProfileKernel {
  const names: string[] = [];
  const positionOf = (name: string) => {
    if (!names.includes(name)) names.push(name);
    return names.indexOf(name);
  };
  // A later measurement of the same point replaces an earlier one.
  const solo = new Map<string, ProfileKernel["solo"][number]>();
  for (const row of solos.filter(({ kernel }) => kernel === index)) {
    const { size, us, spread, samples } = row;
    const partition = keyOf(campaign, row);
    const position = positionOf(row.implementation);
    const identity = [position, partition, size.tokens, size.context] as const;
    solo.set(identity.join(" "), [...identity, rounded(us), rounded(spread), samples]);
  }
  const { kind, shape } = campaign.kernels[index]?.kernel ?? { kind: "gemm" as const, shape: {} };
  const sustained = sustainedOf(results, index, positionOf);
  return { kind, shape, implementations: names, solo: [...solo.values()], sustained };
}

function keyOf({ splits, smCount }: Campaign, { side, split }: SoloResult): string {
  const found = splits.find(({ groupSms }) => groupSms === split);
  return partitionKey(partitionOf(side, found, smCount));
}

function sustainedOf(
  results: readonly Result[],
  index: number,
  positionOf: (name: string) => number,
): ProfileKernel["sustained"] {
  const lineOf = ({ implementation, size }: JobUse) =>
    `${implementation} ${size.tokens} ${size.context}`;
  const spaced = new Map(
    results.flatMap(({ job, answer }) =>
      job.type === "spaced" && job.kernel === index && answer.status === "ok"
        ? [[lineOf(job), answer] as const]
        : [],
    ),
  );
  return results.flatMap(({ job, answer }) => {
    if (job.type !== "sustained" || job.kernel !== index || answer.status !== "ok") return [];
    const { medianUs, spread = 0, clockMhz, powerW, energyMj } = answer;
    if (!medianUs || !clockMhz || !powerW || !energyMj) return [];
    const apart = spaced.get(lineOf(job));
    const calm = apart?.medianUs && apart.clockMhz ? apart : undefined;
    const row: ProfileKernel["sustained"][number] = [
      positionOf(job.implementation),
      job.size.tokens,
      job.size.context,
      rounded(medianUs),
      rounded(spread),
      rounded(clockMhz),
      rounded(powerW),
      rounded(energyMj),
      rounded(calm?.medianUs ?? 0),
      rounded(calm?.clockMhz ?? 0),
      rounded(Math.max(calm?.energyMj ?? 0, 0)),
    ];
    return [row];
  });
}
