import type { Plan } from "../../../src/generated/plan.ts";
import { promptTokens } from "../../../src/replay/requests/prompt-tokens.ts";
import type { OwnReplay } from "./own-replay.ts";

/** Requests as other engines get them: the very tokens that a replay has. */
export interface RequestList {
  model: Pick<Plan["model"], "id" | "shape" | "layers">;
  temperature: number;
  /** All at once. */
  requests: readonly { prompt: readonly number[]; outputTokens: number }[];
}

export function requestList(
  { requests, seed, temperature }: Pick<OwnReplay, "requests" | "seed" | "temperature">,
  { id, shape, layers }: Plan["model"],
): RequestList {
  return {
    model: { id, shape, layers },
    temperature,
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
