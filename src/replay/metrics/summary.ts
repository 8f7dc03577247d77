import type { ServingSet } from "../../deploy/serving-set.ts";
import type { ReplayLog } from "../replay-log.ts";
import { isGood, type Latencies, latenciesOf, type ServiceLevel } from "./latency.ts";
import { type Optimum, optimumOf } from "./optimum.ts";
import { steadyPart } from "./steady-part.ts";
import {
  type HostTimes,
  hostTimes,
  type ProgramUse,
  programUses,
  rate,
  type Throughput,
  throughputOf,
} from "./steps.ts";

/** The figures of a replay. */
export interface ReplaySummary {
  requests: {
    asked: number;
    /** Given to the runtime. */
    arrived: number;
    served: number;
    /** The others, by how they ended. */
    ended: Readonly<Record<string, number>>;
    promptTokens: number;
    outputTokens: number;
  };
  seconds: number;
  isInterrupted: boolean;
  /** Tokens that went through the model, prompt and output, per second and GPU. */
  tokensPerSecondPerGpu: number;
  outputTokensPerSecondPerGpu: number;
  requestsPerSecond: number;
  /** Null without a service level. */
  goodRequestsPerSecond: number | null;
  whole: Throughput;
  /** Null where the stream never flows. */
  steady: (Throughput & { ofStepRate: number; ofWhole: number }) | null;
  /** What bounds the work that was done, and the share of it that the whole reached. */
  optimum: Optimum;
  latency: Latencies;
  host: HostTimes;
  programs: readonly ProgramUse[];
  preemptions: number;
  /** Tokens that went through the model again behind preemptions; throughput leaves them out. */
  redoneTokens: number;
  /** Of the board; null where nothing tells, as of a simulated one. */
  energy: Energy | null;
  /** Pages of the KV cache that requests held at most, of so many. */
  kv: { mostPages: number; pages: number };
}

/** What the replay took of the board, J; idle power is in it. */
export interface Energy {
  joules: number;
  meanPowerW: number;
  joulesPerToken: number;
  joulesPerOutputToken: number;
}

export function summaryOf(
  log: ReplayLog,
  set: ServingSet,
  asked: number,
  level: ServiceLevel | undefined,
): ReplaySummary {
  const { requests, steps, endUs, isInterrupted } = log;
  const served = requests.filter(({ isServed }) => isServed);
  const seconds = endUs / 1e6;
  const whole = throughputOf(steps, { first: 0, end: steps.length });
  const range = steadyPart(log);
  const steady = range && throughputOf(steps, range);
  const gpus = set.model.tensorParallel;
  const perGpu = whole.tokensPerSecond / gpus;
  return {
    requests: {
      asked,
      arrived: requests.length,
      served: served.length,
      ended: endings(log),
      promptTokens: served.reduce((sum, { request }) => sum + request.promptTokens, 0),
      outputTokens: served.reduce((sum, { tokens }) => sum + tokens, 0),
    },
    seconds,
    isInterrupted,
    tokensPerSecondPerGpu: perGpu,
    outputTokensPerSecondPerGpu: whole.outputTokensPerSecond / gpus,
    requestsPerSecond: rate(served.length, seconds),
    goodRequestsPerSecond:
      level === undefined
        ? null
        : rate(served.filter((request) => isGood(request, level)).length, seconds),
    whole,
    steady:
      steady === undefined
        ? null
        : {
            ...steady,
            ofStepRate: steady.tokensPerSecond / steady.stepRate,
            ofWhole: whole.tokensPerSecond / steady.tokensPerSecond,
          },
    optimum: optimumOf(log, set, perGpu),
    latency: latenciesOf(requests),
    host: hostTimes(steps),
    programs: programUses(steps),
    energy: energyOf(log, whole),
    preemptions: steps.reduce((sum, step) => sum + step.preemptions, 0),
    redoneTokens: steps.reduce((sum, { rows }) => sum + rows.redone, 0),
    kv: kvOf(log),
  };
}

function energyOf({ energyMj }: ReplayLog, whole: Throughput): Energy | null {
  if (energyMj === undefined || whole.seconds === 0) return null;
  const joules = energyMj / 1000;
  const perRate = (tokensPerSecond: number) => joules / (tokensPerSecond * whole.seconds);
  return {
    joules,
    meanPowerW: joules / whole.seconds,
    joulesPerToken: perRate(whole.tokensPerSecond),
    joulesPerOutputToken: perRate(whole.outputTokensPerSecond),
  };
}

function kvOf({ steps }: ReplayLog): ReplaySummary["kv"] {
  const { held = 0, kept = 0, free = 0 } = steps[0]?.kv ?? {};
  return {
    mostPages: steps.reduce((most, { kv }) => Math.max(most, kv.held), 0),
    pages: held + kept + free,
  };
}

function endings({ requests }: ReplayLog): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { ended, isServed } of requests) {
    if (isServed) continue;
    const reason = ended?.reason ?? "unfinished";
    counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
}
