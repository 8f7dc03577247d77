import type { BodyLimits } from "../http/bodies.ts";

/** What the server bounds, and for how long it waits. */
export interface ServerLimits extends BodyLimits {
  /** Requests that may wait for the model; more are told to come again. */
  queuedRequests: number;
  /** Tokens of all outputs of a request, times log probabilities of each and one: they are held until it ends. */
  answerFigures: number;
  /** From arrival to the last token; undefined: as long as it takes. */
  requestMs: number | undefined;
  /** For requests under way when the server is told to end. */
  drainMs: number;
  /** How long a client may read nothing of its answer. */
  stallMs: number;
  /** Silence after which a comment keeps a stream alive. */
  heartbeatMs: number;
  /** How long a stream's headers wait for its first token. */
  holdMs: number;
  /** For a request to arrive whole. */
  arrivalMs: number;
}

const MIB = 2 ** 20;
const SECOND_MS = 1000;

export const DEFAULT_LIMITS: ServerLimits = {
  queuedRequests: 1024,
  bodyBytes: 8 * MIB,
  bodiesBytes: 128 * MIB,
  answerFigures: 2 * MIB,
  requestMs: undefined,
  drainMs: 30 * SECOND_MS,
  stallMs: 60 * SECOND_MS,
  heartbeatMs: 15 * SECOND_MS,
  holdMs: 5 * SECOND_MS,
  arrivalMs: 60 * SECOND_MS,
};
