import type { ServerResponse } from "node:http";
import type { GenerationReader } from "../generation/generation.ts";
import { type AnswerFormat, type AnswerHead, usageOf } from "../protocol/answer-format.ts";
import type { ApiError } from "../protocol/api-error.ts";
import { type Delta, joined, type Usage } from "../protocol/delta.ts";
import { EventWriter, type EventWriterOptions } from "./event-writer.ts";
import { sendError } from "./send.ts";

export interface StreamReplyOptions extends EventWriterOptions {
  /** How long headers wait for the first token, ms: until they are out, an error has a status. */
  holdMs: number;
  includesUsage: boolean;
}

/** An answer that is sent while tokens arrive. */
export class StreamReply implements GenerationReader {
  readonly #response: ServerResponse;
  readonly #format: AnswerFormat;
  /** What all events begin with, up to their choices. */
  readonly #start: string;
  readonly #usage: () => Usage;
  readonly #options: StreamReplyOptions;
  readonly #hold: NodeJS.Timeout;
  /** What a slow client has not been sent, by output. */
  readonly #kept = new Map<number, Delta>();
  readonly #begun = new Set<number>();
  #writer: EventWriter | undefined;
  #end: (() => void) | undefined;

  constructor(
    response: ServerResponse,
    format: AnswerFormat,
    head: AnswerHead,
    usage: () => Usage,
    options: StreamReplyOptions,
  ) {
    this.#response = response;
    this.#format = format;
    const empty = JSON.stringify({ ...head, object: format.eventObject, choices: [] });
    this.#start = empty.slice(0, -"]}".length);
    this.#usage = usage;
    this.#options = options;
    this.#hold = setTimeout(() => {
      // Behind a slow answer on the same connection, this one may be written and not yet closed.
      if (!response.headersSent && !response.destroyed) this.#open().comment();
    }, options.holdMs);
    response.once("close", () => this.dispose());
  }

  /** Sends nothing by itself any more: somebody else answers, or the client has gone. */
  dispose(): void {
    clearTimeout(this.#hold);
  }

  delta(output: number, delta: Delta): void {
    const kept = this.#kept.get(output);
    this.#kept.set(output, kept === undefined ? delta : joined(kept, delta));
    this.#sendKept();
  }

  ended(): void {
    this.#end = () => {
      const writer = this.#open();
      if (this.#options.includesUsage) {
        const usage = JSON.stringify(usageOf(this.#usage()));
        writer.send(`${this.#start}],"usage":${usage}}`);
      }
      writer.done();
    };
    this.#sendKept();
  }

  failed(error: ApiError): void {
    clearTimeout(this.#hold);
    if (this.#writer === undefined) sendError(this.#response, error);
    else {
      const writer = this.#writer;
      this.#end = () => writer.fail(error.body);
      this.#sendKept();
    }
  }

  /** The text of a slow client stays together until it has read what it was sent. */
  #sendKept(): void {
    const writer = this.#kept.size > 0 ? this.#open() : this.#writer;
    for (const [output, delta] of this.#kept) {
      if (writer === undefined || writer.isFull) return;
      this.#kept.delete(output);
      const isFirst = this.#begins(writer, output);
      this.#sendChoice(writer, this.#format.choice(output, delta, isFirst));
    }
    if (writer?.isFull) return;
    const end = this.#end;
    this.#end = undefined;
    end?.();
  }

  /** @returns whether the next event is the first of the output */
  #begins(writer: EventWriter, output: number): boolean {
    if (this.#begun.has(output)) return false;
    this.#begun.add(output);
    const opening = this.#format.opening(output);
    if (opening !== undefined) this.#sendChoice(writer, opening);
    return opening === undefined;
  }

  #sendChoice(writer: EventWriter, choice: object): void {
    writer.send(`${this.#start}${JSON.stringify(choice)}]}`);
  }

  #open(): EventWriter {
    clearTimeout(this.#hold);
    this.#writer ??= new EventWriter(this.#response, this.#options, () => this.#sendKept());
    return this.#writer;
  }
}
