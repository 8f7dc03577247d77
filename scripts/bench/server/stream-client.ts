import { Agent, request } from "node:http";

/** What one streamed answer was like; other times than the first in ms from the request. */
export interface Streamed {
  /** Since the epoch, so that processes can be compared. */
  askedMs: number;
  status: number;
  /** Events with text. */
  events: number;
  firstMs: number;
  lastMs: number;
  /** Whether the client left before the end. */
  hasLeft: boolean;
}

/** Of all clients of a process: connections are kept. */
const AGENT = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
const TEXT_EVENT = Buffer.from('"text":');

/**
 * Asks once for so many tokens, and reads all events, or leaves behind so many: then the connection
 * is gone, as that of a user who closes the page.
 */
export function streamOnce(
  url: string,
  prompt: readonly number[],
  maxTokens: number,
  leaveBehindEvents = Number.POSITIVE_INFINITY,
) {
  return new Promise<Streamed>((resolve, reject) => {
    const startMs = performance.now();
    const askedMs = performance.timeOrigin + startMs;
    const body = JSON.stringify({
      ...{ prompt, max_tokens: maxTokens, temperature: 0 },
      ...{ ignore_eos: true, stream: true },
    });
    const headers = { "content-type": "application/json", "content-length": body.length };
    const asked = request(`${url}/v1/completions`, { method: "POST", agent: AGENT, headers });
    asked.on("error", reject);
    asked.on("response", (response) => {
      let [events, firstMs, lastMs] = [0, 0, 0];
      const end = (hasLeft: boolean) => {
        const status = response.statusCode ?? 0;
        resolve({ askedMs, status, events, firstMs, lastMs, hasLeft });
      };
      response.on("data", (chunk: Buffer) => {
        for (let at = chunk.indexOf(TEXT_EVENT); at >= 0; ) {
          events++;
          at = chunk.indexOf(TEXT_EVENT, at + TEXT_EVENT.length);
        }
        lastMs = performance.now() - startMs;
        if (firstMs === 0) firstMs = lastMs;
        if (events < leaveBehindEvents) return;
        end(true);
        response.destroy();
      });
      response.on("error", reject);
      response.on("end", () => end(false));
    });
    asked.end(body);
  });
}
