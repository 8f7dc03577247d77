import type { ServingSet } from "../../../src/deploy/serving-set.ts";
import { servingChoice } from "../../../src/deploy/step-time.ts";
import { type ReplaySummary, summaryOf } from "../../../src/replay/metrics/summary.ts";
import type { ReplayLog } from "../../../src/replay/replay-log.ts";
import type { ReplaySession } from "../../../src/replay/replay-session.ts";
import { replayOn } from "../../../src/replay/replay-set.ts";
import type { ReplayRequest } from "../../../src/replay/requests/replay-request.ts";
import { fullPart } from "./full-part.ts";
import { bothOf, type OwnSides } from "./own-sides.ts";
import type { SideResult } from "./side-result.ts";
import { filledPart, TakingTurns, type TurnRates, turnRates } from "./turns.ts";

export interface OwnReplay {
  requests: readonly ReplayRequest[];
  seed: number;
  temperature: number;
  /** Ends each replay when no request waits any more: for the steady part alone. */
  stopsAtDrain: boolean;
  /** Of the requests, the first so many are served as amid a stream; 0: none. */
  amidStream: number;
  signal: AbortSignal;
}

export interface OwnResult {
  log: ReplayLog;
  summary: ReplaySummary;
  result: SideResult;
}

/** Replays the requests once on a set. */
export async function replayOnce(
  session: ReplaySession,
  set: ServingSet,
  replay: OwnReplay,
): Promise<OwnResult> {
  const log = await replayed(session, set, replay);
  const summary = summaryOf(log, set, replay.requests.length, undefined);
  return { log, summary, result: resultOf(log, summary, replay) };
}

/** Replays them once with both sides taking turns. */
export async function replayInTurns(
  session: ReplaySession,
  sides: OwnSides,
  turnSeconds: number,
  replay: OwnReplay,
): Promise<{ log: ReplayLog; result: SideResult & { rates: TurnRates } }> {
  const { planned, sequential } = sides;
  const choices = [servingChoice(planned), servingChoice(sequential)] as const;
  const turns = new TakingTurns(choices, session.clock, turnSeconds * 1e6);
  const both = bothOf(sides);
  const log = await replayed(session, both, replay, turns);
  const steady = planned.programs.find(({ phase }) => phase === "steady");
  const filled = filledPart(log.steps, steady?.plan.workload.decodeTokens ?? 0);
  const summary = summaryOf(log, both, replay.requests.length, undefined);
  const rates = turnRates(log.steps, filled, (step) => turns.turnOf(step));
  return { log, result: { rates, ...resultOf(log, summary, replay) } };
}

async function replayed(
  session: ReplaySession,
  set: ServingSet,
  { requests, seed, temperature, stopsAtDrain, signal }: OwnReplay,
  choice = servingChoice(set) as Parameters<typeof replayOn>[4],
): Promise<ReplayLog> {
  const drain = new AbortController();
  let hasWaited = false;
  const log = await replayOn(
    session,
    set,
    requests,
    {
      ...{ maxTokens: undefined, temperature, sharesPrefixes: false, seed },
      signal: AbortSignal.any([signal, drain.signal]),
      onProgress: (_, waiting) => {
        if (stopsAtDrain && hasWaited && waiting === 0) drain.abort();
        hasWaited ||= waiting > 0;
      },
    },
    choice,
  );
  if (log.failure !== undefined) throw log.failure;
  return log;
}

function resultOf(
  { steps }: ReplayLog,
  summary: ReplaySummary,
  { amidStream }: OwnReplay,
): SideResult {
  const { steady, whole, host, programs, isInterrupted, preemptions, energy } = summary;
  const full = fullPart(steps);
  const flowing = amidStream > 0 ? full : steady;
  return {
    tokensPerSecond: isInterrupted ? null : whole.tokensPerSecond,
    steadyTokensPerSecond: flowing?.tokensPerSecond ?? null,
    full,
    seconds: summary.seconds,
    ...{ steady, padding: whole.padding, preemptions, energy, host, programs },
  };
}
