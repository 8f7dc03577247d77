import { PlannerError } from "../../../src/errors.ts";
import { type RequestList, tokensOf } from "./request-list.ts";
import type { SideResult } from "./side-result.ts";

/**
 * Serves the requests by a server with OpenAI's completions, all at once. Prompts are token ids, and
 * `ignore_eos` asks for outputs of full length, as the servers of vLLM, SGLang and others know it.
 *
 * @param url up to the version, such as http://localhost:8000/v1
 * @throws PlannerError `E_NATIVE` when it refuses a request, or gives other numbers of tokens
 */
export async function replayOnServer(
  url: string,
  list: RequestList,
  signal: AbortSignal,
): Promise<SideResult> {
  const model = await firstModel(url, signal);
  const startMs = performance.now();
  const counts = await Promise.all(
    list.requests.map((request) => complete(url, model, request, list.temperature, signal)),
  );
  const seconds = (performance.now() - startMs) / 1000;
  const wrong = counts.findIndex((count, index) => count !== list.requests[index]?.outputTokens);
  if (wrong !== -1) {
    const wanted = list.requests[wrong]?.outputTokens;
    throw refused(url, `request ${wrong} got ${counts[wrong]} tokens instead of ${wanted}`);
  }
  return { tokensPerSecond: tokensOf(list) / seconds, steadyTokensPerSecond: null, seconds, model };
}

async function firstModel(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(`${url}/models`, { signal }).catch((error: Error) => {
    throw refused(url, error.message);
  });
  const answer = await response.text();
  if (!response.ok) throw refused(url, `${response.status} ${answer.slice(0, 300)}`);
  const { data } = jsonOf(url, answer) as { data?: readonly { id: string }[] };
  const id = data?.[0]?.id;
  if (id === undefined) throw refused(url, "it lists no model");
  return id;
}

function jsonOf(url: string, answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    throw refused(url, `no JSON, but ${answer.slice(0, 300)}`);
  }
}

/** @returns tokens that were generated */
async function complete(
  url: string,
  model: string,
  { prompt, outputTokens }: RequestList["requests"][number],
  temperature: number,
  signal: AbortSignal,
): Promise<number> {
  const response = await fetch(`${url}/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      ...{ model, prompt, temperature },
      ...{ max_tokens: outputTokens, ignore_eos: true },
      // So that the answer begins at once: a client gives one up that does not.
      ...{ stream: true, stream_options: { include_usage: true } },
    }),
    signal,
  });
  const text = await response.text();
  if (!response.ok) throw refused(url, `${response.status} ${text.slice(0, 300)}`);
  return usageOf(text) ?? 0;
}

/** Of the event that tells it, the last but `[DONE]`. */
function usageOf(events: string): number | undefined {
  const line = events.split("\n").findLast((each) => /^data: .*"completion_tokens"/.test(each));
  const event = line && (JSON.parse(line.slice(6)) as { usage: { completion_tokens: number } });
  return event ? event.usage.completion_tokens : undefined;
}

function refused(url: string, why: string): PlannerError {
  return new PlannerError("E_NATIVE", `the server at ${url}: ${why}`, {
    remedy: "Start one with OpenAI's completions that takes token ids and ignore_eos.",
  });
}
