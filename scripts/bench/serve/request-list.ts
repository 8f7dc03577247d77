import { writeFileSync } from "node:fs";
import { promptTokens } from "../../../src/replay/requests/prompt-tokens.ts";
import type { ReplayRequest } from "../../../src/replay/requests/replay-request.ts";

/** Requests as other engines get them: the very tokens that a replay of the seed has. */
export interface RequestList {
  model: { id: string; vocabularySize: number };
  temperature: number;
  /** All at once. */
  requests: { prompt: number[]; outputTokens: number }[];
}

export function requestList(
  requests: readonly ReplayRequest[],
  model: RequestList["model"],
  { seed, temperature }: { seed: number; temperature: number },
): RequestList {
  return {
    model,
    temperature,
    requests: requests.map((request, position) => ({
      prompt: Array.from(promptTokens(seed, position, request.promptTokens, model.vocabularySize)),
      outputTokens: request.outputTokens,
    })),
  };
}

export function writeRequestList(path: string, list: RequestList): void {
  writeFileSync(path, JSON.stringify(list));
}
