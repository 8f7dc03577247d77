import { kernelName } from "../../store/kernel-name.ts";
import { type Campaign, type CampaignKernel, createCampaign } from "../jobs/campaign.ts";
import type { Job } from "../jobs/job.ts";
import type { Result } from "../jobs/results.ts";
import type { Hello } from "../session/protocol.ts";
import { secondsOf, type Turn } from "./order.ts";
import { type Subject, subjectName } from "./subjects.ts";

/** A campaign of its own in the session of a library. */
export interface Round {
  name: string;
  campaign: Campaign;
  /** Expected time on the GPU. */
  seconds: number;
  /** The same when only the kernels at these positions have been measured before it. */
  after(measured: ReadonlySet<number>): Round;
}

/** Seconds to time a reference kernel. */
const REFERENCE_SECONDS = 1.3;

/**
 * First the references, then a round for each model. All share one list of kernels, so that their
 * results make one session.
 */
export function roundsOf(
  turns: readonly Turn[],
  references: readonly CampaignKernel[],
  hello: Hello,
  { maxTokens }: { maxTokens: number },
): Round[] {
  const kernels = distinct([
    ...references,
    ...turns.flatMap(({ missing }) => missing),
    // A kernel left out may have been the stand-in for one of these.
    ...turns.flatMap(({ missingAfter }) => missingAfter([])),
  ]);
  const positions = new Map(kernels.map(({ kernel }, at) => [kernelName(kernel), at]));
  const places = (those: readonly CampaignKernel[]) =>
    those.flatMap(({ kernel }) => positions.get(kernelName(kernel)) ?? []);
  const [first] = turns;
  if (first === undefined) return [];
  const grade = { maxTokens, quick: true, lean: true };
  const campaignOf = ({ model, tensorParallel, kernels: own }: Subject): Campaign => ({
    ...createCampaign(own, hello, {
      ...grade,
      layers: model.layers,
      ranks: tensorParallel,
    }),
    kernels,
  });
  const done = new Set<number>();
  const roundOf = (turn: Turn, missing: Turn["missing"], before: ReadonlySet<number>): Round => {
    const { subject, missingAfter } = turn;
    const due = new Set(places(missing));
    const known = places(subject.kernels).filter((at) => before.has(at) && !due.has(at));
    return {
      name: subjectName(subject),
      campaign: { ...campaignOf(subject), due, known: new Set(known) },
      seconds: secondsOf(missing),
      after: (measured) =>
        roundOf(turn, missingAfter(kernels.filter((_, at) => measured.has(at))), measured),
    };
  };
  const rounds = turns.map((turn) => {
    const round = roundOf(turn, turn.missing, new Set(done));
    for (const at of round.campaign.due ?? []) done.add(at);
    return round;
  });
  const compared: Round = {
    name: "kernels of earlier sessions",
    campaign: {
      ...campaignOf(first.subject),
      due: new Set(),
      references: new Set(places(references)),
    },
    seconds: REFERENCE_SECONDS * references.length,
    after: () => compared,
  };
  return references.length === 0 ? rounds : [compared, ...rounds];
}

/** All rounds as one campaign: what a session is assembled for. */
export function unionOf([first, ...others]: readonly [Round, ...Round[]]): Campaign {
  const campaigns = [first, ...others].map(({ campaign }) => campaign);
  const union = <Split extends { groupSms: number }>(splits: readonly Split[]) =>
    [...new Map(splits.map((split) => [split.groupSms, split])).values()].sort(
      (a, b) => a.groupSms - b.groupSms,
    );
  const { due: _, known: __, ...rest } = first.campaign;
  return {
    ...rest,
    splits: union(campaigns.flatMap(({ splits }) => splits)),
    ctaLimits: union(campaigns.flatMap(({ ctaLimits }) => ctaLimits)),
    references: new Set(campaigns.flatMap(({ references = [] }) => [...references])),
  };
}

/** What earlier rounds found that matters in this one. */
export function resultsFor({ campaign }: Round, results: readonly Result[]): Result[] {
  const { due = [], known = [], references = [] } = campaign;
  const ours = new Set([...due, ...known, ...references]);
  return results.filter(
    ({ job }) => job.type === "check" || kernelsOf(job).every((kernel) => ours.has(kernel)),
  );
}

function kernelsOf(job: Job): number[] {
  switch (job.type) {
    case "idle":
    case "copy":
      return [];
    case "pair":
    case "sustained-pair":
      return [job.a.kernel, job.b.kernel];
    case "held":
    case "mix":
      return job.parts.map(({ kernel }) => kernel);
    default:
      return [job.kernel];
  }
}

/** Between experts a token has several rows: the most of any model count. */
function distinct(kernels: readonly CampaignKernel[]): CampaignKernel[] {
  const found = new Map<string, CampaignKernel>();
  for (const entry of kernels) {
    const name = kernelName(entry.kernel);
    const rowsPerToken = Math.max(entry.rowsPerToken, found.get(name)?.rowsPerToken ?? 1);
    found.set(name, { ...(found.get(name) ?? entry), rowsPerToken });
  }
  return [...found.values()];
}
