import type { RequestEvent } from "./request.ts";

/**
 * The events of one request, to be read at the reader's own speed: nobody waits for it. The reader
 * that stops early cancels the request.
 */
export class EventStream implements AsyncIterable<RequestEvent> {
  readonly #events: RequestEvent[] = [];
  readonly #cancel: () => void;
  #wake: (() => void) | undefined;

  constructor(cancel: () => void) {
    this.#cancel = cancel;
  }

  readonly push = (event: RequestEvent): void => {
    this.#events.push(event);
    this.#wake?.();
  };

  async *[Symbol.asyncIterator](): AsyncIterator<RequestEvent> {
    let read = 0;
    try {
      for (;;) {
        while (read === this.#events.length) await this.#more();
        const event = this.#events[read++] as RequestEvent;
        yield event;
        if (event.kind !== "token") return;
      }
    } finally {
      this.#cancel();
    }
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
