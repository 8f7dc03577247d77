import type { IncomingMessage, ServerResponse } from "node:http";
import type { Usage } from "../protocol/delta.ts";

/** Status that is logged where the client left before its answer was whole. */
export const CLIENT_LEFT = 499;

/** One line of the log. */
export interface ExchangeRecord {
  /** ISO 8601. */
  time: string;
  method: string;
  path: string;
  status: number;
  durationMs: number;
  model?: string;
  streams?: boolean;
  promptTokens?: number;
  outputTokens?: number;
  /** From the arrival to the first token. */
  firstTokenMs?: number;
  /** Of each output. */
  ends?: string[];
  error?: string;
}

/** A request and its answer, from arrival to end. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** On the clock of this process, ms. */
  readonly arrivedMs = performance.now();
  readonly #time = new Date().toISOString();
  model: string | undefined;
  streams: boolean | undefined;
  usage: Usage | undefined;
  firstTokenMs: number | undefined;
  ends: string[] = [];
  error: string | undefined;
  /** Of an error that came when headers were out. */
  lateStatus: number | undefined;
  #isWhole = false;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.request = request;
    this.response = response;
    // A response that has lost its connection finishes, too. Asked before Node takes the connection back.
    response.prependOnceListener("finish", () => {
      this.#isWhole = response.socket?.destroyed === false;
    });
  }

  /** Without the query, which may hold anything. */
  get path(): string {
    return (this.request.url ?? "").split("?", 1)[0] as string;
  }

  get durationMs(): number {
    return performance.now() - this.arrivedMs;
  }

  get status(): number {
    if (this.lateStatus !== undefined) return this.lateStatus;
    return this.#isWhole ? this.response.statusCode : CLIENT_LEFT;
  }

  record(): ExchangeRecord {
    const { model, streams, usage, firstTokenMs, ends, error } = this;
    return {
      time: this.#time,
      method: this.request.method ?? "",
      path: this.path,
      status: this.status,
      durationMs: rounded(this.durationMs),
      ...(model !== undefined && { model }),
      ...(streams !== undefined && { streams }),
      ...usage,
      ...(firstTokenMs !== undefined && { firstTokenMs: rounded(firstTokenMs) }),
      ...(ends.length > 0 && { ends }),
      ...(error !== undefined && { error }),
    };
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
