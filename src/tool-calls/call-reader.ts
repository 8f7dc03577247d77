import type { CallPiece } from "./call-piece.ts";
import { CallObject, NamedCall, type OpenCall } from "./open-call.ts";
import { newCallId, type ToolFormat } from "./tool-format.ts";

export interface CallReaderOptions {
  format: ToolFormat;
  /** Whether there is a tool of this name. */
  isTool(name: string): boolean;
  /** Most calls of an answer: what comes behind them is left out. */
  mostCalls: number;
}

/** What is new in an answer. */
export interface ReadPiece {
  text: string;
  calls: CallPiece[];
}

/**
 * - `text`: no call has begun
 * - `opened`: behind an opening
 * - `named`: a name may stand here
 * - `call`: in what may be a call, or is one
 * - `loose`: in arguments that are no JSON
 * - `between`: behind a call
 */
type Place = "text" | "opened" | "named" | "call" | "loose" | "between";

const SPACE = /\s/;
/** A name, an id that the server gives anew, and a mark. */
const NAMED = /^\s*([^\s[\]{}"]+)(?:\[CALL_ID\][^\s[\]{}"]*)?(?:\[ARGS\])?\s*$/;
/** What may become that. */
const MAY_BE_NAMED = /^\s*[^\s{}"]{1,256}\s{0,16}$/;

/**
 * Tells calls from text in an answer that comes in pieces. Where it is cut changes nothing.
 *
 * Text is held back while it may become a call: up to a call's name and the start of its arguments.
 * These are handed on as they come. What turns out to be no call is text, with its marks. White space
 * beside calls is left out.
 */
export class CallReader {
  readonly #options: CallReaderOptions;
  #place: Place = "text";
  /** Text of which it is not certain what it is, from an opening on. */
  #held = "";
  /** White space that is text, unless a call or the end of the calls follows. */
  #space = "";
  #call: OpenCall | undefined;
  /** Whether the call's first piece is out. */
  #isTold = false;
  /** Without an opening, only a tool's name makes it a call. */
  #isBare = false;
  #isListed = false;
  #isFirst = true;
  #isBehindCall = false;
  #isDone = false;
  #calls = 0;
  #new: ReadPiece = { text: "", calls: [] };

  constructor(options: CallReaderOptions) {
    this.#options = options;
  }

  /** Calls that have begun. */
  get calls(): number {
    return this.#calls;
  }

  /** Whether there may be no further call. */
  get isDone(): boolean {
    return this.#isDone;
  }

  push(text: string): ReadPiece {
    for (let at = 0; at < text.length && !this.#isDone; at++) this.#read(text[at] as string);
    return this.#take();
  }

  /** No text comes any more. */
  end(): ReadPiece {
    if (this.#isDone) return this.#take();
    if (this.#place === "loose") this.#argue(this.#held);
    // Between calls, their marks alone are held.
    else if (this.#place !== "between") this.#say(this.#held);
    this.#held = "";
    this.#new.text += this.#space;
    this.#space = "";
    return this.#take();
  }

  #take(): ReadPiece {
    const piece = this.#new;
    this.#new = { text: "", calls: [] };
    return piece;
  }

  #read(character: string): void {
    if (this.#place === "call") {
      this.#inCall(character);
      return;
    }
    this.#held += character;
    if (this.#place === "text") this.#inText(character);
    else if (this.#place === "opened") this.#behindOpening(character);
    else if (this.#place === "named") this.#inName(character);
    else if (this.#place === "loose") this.#inLoose();
    else this.#betweenCalls(character);
  }

  #inText(character: string): void {
    const { opening, begins } = this.#options.format;
    if (this.#isFirst && begins) {
      if (SPACE.test(character)) return;
      this.#isFirst = false;
      if (character === "{") {
        this.#isBare = true;
        this.#begin(new CallObject(), character);
        return;
      }
    }
    this.#sayUpTo(opening);
  }

  /** Says what is held but the opening that it ends with, or a part of it. */
  #sayUpTo(opening: string): void {
    this.#say(this.#sureBefore(opening));
    if (this.#held === opening) this.#opens();
  }

  #opens(): void {
    this.#isBare = false;
    this.#isListed = false;
    this.#place = "opened";
  }

  /** Takes what cannot be the beginning of the mark from the held text. */
  #sureBefore(mark: string): string {
    let kept = Math.min(mark.length, this.#held.length);
    while (!this.#held.endsWith(mark.slice(0, kept))) kept--;
    const sure = this.#held.slice(0, this.#held.length - kept);
    this.#held = this.#held.slice(sure.length);
    return sure;
  }

  #behindOpening(character: string): void {
    const { lists, names } = this.#options.format;
    if (SPACE.test(character)) return;
    if (character === "{") this.#begin(new CallObject(), character);
    else if (character === "[" && lists && !this.#isListed) this.#isListed = true;
    else if (names && !this.#isListed) {
      this.#place = "named";
      this.#inName(character);
    } else this.#isText();
  }

  #inName(character: string): void {
    const { opening } = this.#options.format;
    const behind = this.#held.slice(opening.length);
    const name = character === "{" ? NAMED.exec(behind.slice(0, -1))?.[1] : undefined;
    if (name !== undefined) this.#begin(new NamedCall(name), character);
    else if (behind.endsWith(opening) || !MAY_BE_NAMED.test(behind)) this.#isText();
  }

  #begin(call: OpenCall, character: string): void {
    this.#call = call;
    this.#isTold = false;
    this.#place = "call";
    // It is held already.
    this.#held = this.#held.slice(0, -1);
    this.#inCall(character);
  }

  #inCall(character: string): void {
    const call = this.#call as OpenCall;
    const wasInArguments = call.isInArguments;
    if (!this.#isTold) this.#held += character;
    const state = call.push(character);
    if (state === "broken") this.#breaks(character, wasInArguments);
    else if (call.name !== undefined && !this.#isTold) this.#tell(call.name);
    if (this.#place !== "call" || state === "broken") return;
    if (this.#isTold) this.#argue(call.take());
    if (state === "ended") this.#endsCall();
  }

  #tell(name: string): void {
    if (this.#isBare && !this.#options.isTool(name)) {
      this.#isText();
      return;
    }
    this.#isTold = true;
    this.#held = "";
    this.#space = "";
    this.#isBehindCall = true;
    const id = newCallId(this.#options.format);
    this.#new.calls.push({ index: this.#calls++, id, name, arguments: "" });
  }

  #argue(text: string): void {
    if (text === "") return;
    const index = this.#calls - 1;
    const last = this.#new.calls.at(-1);
    if (last?.index === index) last.arguments += text;
    else this.#new.calls.push({ index, arguments: text });
  }

  /** A call that has been told stays one: of what follows, its arguments take all that may be theirs. */
  #breaks(character: string, isInArguments: boolean): void {
    if (!this.#isTold) {
      this.#isText();
      return;
    }
    this.#held = character;
    this.#place = isInArguments ? "loose" : "between";
    if (isInArguments) this.#inLoose();
    else this.#betweenCalls(character);
  }

  #inLoose(): void {
    const { closing, opening } = this.#options.format;
    const mark = closing ?? opening;
    this.#argue(this.#sureBefore(mark));
    if (this.#held !== mark) return;
    this.#endsCall();
    if (mark !== opening || this.#isDone) return;
    this.#held = opening;
    this.#opens();
  }

  #endsCall(): void {
    this.#call = undefined;
    this.#isTold = false;
    this.#held = "";
    this.#place = "between";
    this.#isDone = this.#calls >= this.#options.mostCalls;
  }

  #betweenCalls(character: string): void {
    if (SPACE.test(character)) return;
    const { closing, separator, lists } = this.#options.format;
    const held = this.#held.trimStart();
    if (closing?.startsWith(held)) {
      if (held === closing) this.#goOn();
      return;
    }
    if (this.#isListed && held === "]") this.#goOn();
    else if (separator !== undefined && (this.#isListed || !lists)) this.#separated(character);
    else this.#isText();
  }

  /** Calls of one opening follow each other. */
  #separated(character: string): void {
    const { separator = "" } = this.#options.format;
    const held = this.#held.trim();
    if (held === separator) return;
    if (character === "{" && (held === character || held.slice(0, -1).trim() === separator))
      this.#begin(new CallObject(), character);
    else this.#isText();
  }

  #goOn(): void {
    this.#held = "";
    this.#isListed = false;
    this.#place = "text";
  }

  /** What is held is no call. */
  #isText(): void {
    this.#call = undefined;
    this.#isListed = false;
    this.#isTold = false;
    this.#place = "text";
    this.#sayUpTo(this.#options.format.opening);
  }

  #say(text: string): void {
    const body = text.trimEnd();
    if (body !== "") {
      this.#new.text += this.#isBehindCall ? body.trimStart() : this.#space + body;
      this.#isBehindCall = false;
      this.#space = "";
    }
    if (!this.#isBehindCall) this.#space += text.slice(body.length);
  }
}
