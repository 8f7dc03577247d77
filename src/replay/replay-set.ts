import { runtimeOptions } from "../deploy/serving-limits.ts";
import type { ServingSet } from "../deploy/serving-set.ts";
import { predictedStepTime, servingChoice } from "../deploy/step-time.ts";
import type { Opening } from "../engine/cuda/open-device.ts";
import type { ProgramChoice } from "../runtime/rows/choose-program.ts";
import { RecordedEngine } from "./recorded-engine.ts";
import type { ReplayLog } from "./replay-log.ts";
import {
  openSession,
  type ReplayMachine,
  type ReplaySession,
  type SessionOptions,
} from "./replay-session.ts";
import type { ReplayRequest } from "./requests/replay-request.ts";
import { runReplay } from "./run-replay.ts";

/** How requests are replayed in an open session. */
export interface StreamOptions {
  /** Most output tokens that a request asks for; those of the longest output when left out. */
  maxTokens: number | undefined;
  temperature: number;
  sharesPrefixes: boolean;
  seed: number;
  signal: AbortSignal;
  onProgress?: (endedRequests: number, waitingRequests: number) => void;
}

export type ReplaySetOptions = SessionOptions & StreamOptions;

export interface ReplayOutcome {
  log: ReplayLog;
  /** Undefined for a simulated one. */
  machine: ReplayMachine | undefined;
  /** What opening the GPU took; undefined for a simulated one. */
  opening: Opening | undefined;
}

/**
 * Replays requests on a set of plans, on a GPU or simulated.
 *
 * @throws PlannerError what {@link openSession} and running on a GPU throw
 */
export async function replaySet(
  set: ServingSet,
  requests: readonly ReplayRequest[],
  options: ReplaySetOptions,
): Promise<ReplayOutcome> {
  const session = await openSession([set], options);
  try {
    const log = await replayOn(session, set, requests, options);
    return { log, machine: session.machine, opening: session.cuda?.opening };
  } finally {
    await session.engine.close();
  }
}

/**
 * Replays requests on programs of an open session, which goes on behind it.
 *
 * @param set one of those that the session was opened for
 * @param choice of the program of each step; the set's own when left out
 */
export async function replayOn(
  { engine, clock, limits, cuda }: ReplaySession,
  set: ServingSet,
  given: readonly ReplayRequest[],
  options: StreamOptions,
  choice: ProgramChoice = servingChoice(set),
): Promise<ReplayLog> {
  const { maxTokens: most = Number.POSITIVE_INFINITY } = options;
  const requests = given.map(({ outputTokens, ...request }) => ({
    ...request,
    outputTokens: Math.min(outputTokens, most),
  }));
  const longestOutput = requests.reduce(
    (most, { outputTokens }) => Math.max(most, outputTokens),
    1,
  );
  const { seed, signal, onProgress, temperature, sharesPrefixes } = options;
  const recorded = new RecordedEngine(engine, predictedStepTime(set));
  const beforeMj = (await cuda?.energyMj()) ?? null;
  const log = await runReplay(recorded, requests, {
    ...runtimeOptions(set, limits, { sharesPrefixes }),
    clock,
    maxTokens: options.maxTokens ?? longestOutput,
    sampling: { temperature },
    choice,
    seed,
    signal,
    ...(onProgress !== undefined && { onProgress }),
  });
  if (beforeMj === null || log.failure !== undefined) return log;
  const afterMj = (await cuda?.energyMj()) ?? null;
  return afterMj === null ? log : { ...log, energyMj: afterMj - beforeMj };
}
