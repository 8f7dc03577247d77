import type { Plan } from "../../../src/generated/plan.ts";
import { promptTokens } from "../../../src/replay/requests/prompt-tokens.ts";
import type { OwnReplay } from "./own-replay.ts";

/** Requests as other engines get them in one round. */
export interface RequestList {
  model: Pick<Plan["model"], "id" | "shape" | "layers">;
  temperature: number;
  /** Whether only the part counts in which others wait. */
  stopsAtDrain: boolean;
  /** Of the requests, the first so many are served as amid a stream. */
  amidStream: number;
  /** All at once. */
  requests: readonly { prompt: readonly number[]; outputTokens: number }[];
}

type Listed = Pick<OwnReplay, "requests" | "seed" | "temperature" | "stopsAtDrain" | "amidStream">;

/**
 * The requests of each round, of the same lengths but with tokens of their own: an engine that keeps
 * prefixes would skip the prompts that it has seen. Those of the first are the very tokens of a replay.
 */
export function requestLists(replay: Listed, model: Plan["model"], rounds: number): RequestList[] {
  return Array.from({ length: rounds }, (_, round) =>
    requestList({ ...replay, seed: replay.seed + round }, model),
  );
}

function requestList(
  { requests, seed, temperature, stopsAtDrain, amidStream }: Listed,
  { id, shape, layers }: Plan["model"],
): RequestList {
  return {
    model: { id, shape, layers },
    ...{ temperature, stopsAtDrain, amidStream },
    requests: requests.map(({ promptTokens: length, outputTokens }, position) => ({
      prompt: Array.from(promptTokens(seed, position, length, shape.vocabularySize)),
      outputTokens,
    })),
  };
}

/** Tokens that go through a model, each once: of a request all but its last. */
export function tokensOf({ requests }: Pick<RequestList, "requests">): number {
  return requests.reduce(
    (sum, { prompt, outputTokens }) => sum + prompt.length + outputTokens - 1,
    0,
  );
}
