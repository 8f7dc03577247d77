import { PlannerError } from "../../../errors.ts";

/** A GPU as native-executor greets with it. */
export interface ExecutorGpu {
  gpu: string;
  uuid: string;
  smCount: number;
  freeBytes: number;
  memoryBytes: number;
  /** Null when the board does not tell. */
  powerLimitW: number | null;
  boostClockMhz: number | null;
  decodePartialBytes: readonly { head: number; bytes: number }[];
  /** Scratch of our own products. */
  productPartialBytes: number;
}

/** First line of native-executor. */
export interface ExecutorHello {
  driverVersion: string;
  cudaRuntimeVersion: string;
  cublasLtVersion: string;
  gemmWorkspaceBytes: number;
  /** Scratch of the router: `bytes` for each `tokens` begun. */
  routerScratch: { tokens: number; bytes: number };
  /** Steps that may be submitted before the first of them has ended. */
  stepsUnderWay: number;
  devices: readonly [ExecutorGpu, ...ExecutorGpu[]];
}

/** Answer to one request; what else is in it depends on the request. */
export interface ExecutorAnswer {
  status: "ok" | "error" | "unsupported";
  message?: string;
  /** Of an error: why a library of the GPU refused, as fatal lines have it. */
  code?: string;
  [key: string]: unknown;
}

/** Of a step's answer: a row of logits that gave no token (row_fault.h). */
export interface RowFault {
  row: number;
  fault: string;
}

/** What a card did meanwhile. */
export interface CardReadings {
  clockMhz: number | null;
  powerW: number | null;
  temperatureC: number | null;
}

/**
 * One launch after the other during one slice of an alternation. Of several cards: the slowest clock,
 * the mean power, the highest temperature.
 */
export interface TimingSlice extends CardReadings {
  medianUs: number;
  /** Interquartile range / median of the launches. */
  spread: number;
  samples: number;
  /** Mean time that the host spent on a launch. */
  hostUs: number;
  throttleNames: readonly string[];
  /** By rank. */
  cards: readonly CardReadings[];
}

/** @throws PlannerError `E_NATIVE` when the greeting is not native-executor's */
export function greetingOf(value: Record<string, unknown>): ExecutorHello {
  const hello = value as unknown as ExecutorHello;
  const isWhole = hello.devices?.[0]?.smCount > 0 && hello.stepsUnderWay > 0;
  if (value.program === "native-executor" && isWhole) return hello;
  throw new PlannerError(
    "E_NATIVE",
    "the program does not greet as native-executor of this version does",
    {
      remedy: "Leave --native out to build the one that comes with this package.",
    },
  );
}
