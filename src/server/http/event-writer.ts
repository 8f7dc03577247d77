import type { ServerResponse } from "node:http";

export interface EventWriterOptions {
  /** Comments keep the connection alive where nothing was sent for so long, ms. */
  heartbeatMs: number;
}

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache",
  // Proxies such as nginx hold events back without it.
  "x-accel-buffering": "no",
};
const DONE = "data: [DONE]\n\n";

/**
 * Server-sent events to one client. It never waits: while the client reads slowly, the caller keeps
 * what is new, and is called when there is room again.
 */
export class EventWriter {
  readonly #response: ServerResponse;
  readonly #heartbeat: NodeJS.Timeout;
  /** Since the last heartbeat, or the time for one. */
  #hasSent = false;

  /** @param onRoom called when a slow client has taken what was written */
  constructor(response: ServerResponse, { heartbeatMs }: EventWriterOptions, onRoom: () => void) {
    this.#response = response;
    response.writeHead(200, HEADERS);
    response.socket?.setNoDelay(true);
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatMs);
    response.on("drain", onRoom);
    response.once("close", () => this.#rest());
  }

  /** Whether the client has yet to read what was written. */
  get isFull(): boolean {
    return this.#response.writableNeedDrain;
  }

  /** @param event one line of JSON */
  send(event: string): void {
    this.#response.write(`data: ${event}\n\n`);
    this.#hasSent = true;
  }

  /** Says in a comment that the answer is under way. */
  comment(): void {
    this.#response.write(": waiting\n\n");
  }

  /** The last event and the end of the answer in one piece: some clients hang up at the event. */
  done(): void {
    this.#rest();
    this.#response.end(DONE);
  }

  /** Ends with an error in the place of the last event. */
  fail(body: object): void {
    this.#rest();
    this.#response.end(`data: ${JSON.stringify(body)}\n\n`);
  }

  #beat(): void {
    if (!this.#hasSent && !this.isFull) this.#response.write(": still here\n\n");
    this.#hasSent = false;
  }

  #rest(): void {
    clearInterval(this.#heartbeat);
  }
}
