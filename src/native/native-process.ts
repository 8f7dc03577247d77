import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { PlannerError } from "../errors.ts";
import { type AnswerFrame, AnswerStream } from "./answer-stream.ts";
import { fatalError, type NativeProgram, parseAnswer } from "./native-program.ts";

export interface ProcessOptions {
  binary: string;
  /** Device indices. */
  devices: readonly number[];
  signal: AbortSignal;
  /** Longest wait for the greeting. */
  startTimeoutMs?: number;
}

export interface NativeRequest {
  verb: string;
  /** `key=value`, without an id. */
  words: readonly string[];
  /** Bytes that follow the line. */
  payload?: Uint8Array;
  /** Longest wait for the answer, from when those to earlier requests are there. */
  timeoutMs: number;
  /** The request as errors name it. */
  shown: string;
}

/** A request under way. */
export interface Submitted {
  /** Its answer and the bytes behind it; throws what {@link NativeProcess.ask} throws. */
  collect(): Promise<AnswerFrame>;
}

/** Who waits for an answer. The greeting has no id. */
interface Waiting {
  id?: string;
  /** What the program does not do when the time is over. */
  what: string;
  timeoutMs: number;
  resolve(frame: AnswerFrame): void;
  reject(error: PlannerError): void;
}

/** Creating contexts and buffers on several GPUs takes a while. */
const START_TIMEOUT_MS = 120_000;
const CLOSE_TIMEOUT_MS = 5_000;
/** Lines of standard error that are kept as last words. */
const LAST_WORDS = 12;

/**
 * A running native program. It answers requests in their order, of which several may be under way.
 * It dies with this process or its signal.
 */
export class NativeProcess {
  readonly #program: NativeProgram;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lastWords: string[] = [];
  readonly #signal: AbortSignal;
  readonly #waiting: Waiting[] = [];
  /** Resolves when the program has died, whether anybody waits for an answer or not. */
  readonly died: Promise<PlannerError>;
  #tellDeath: (error: PlannerError) => void = () => {};
  /** Of the first that waits. */
  #timer: NodeJS.Timeout | undefined;
  #ended: PlannerError | undefined;
  #nextId = 1;

  private constructor(
    program: NativeProgram,
    child: ChildProcessWithoutNullStreams,
    signal: AbortSignal,
  ) {
    this.#program = program;
    this.#child = child;
    this.#signal = signal;
    this.died = new Promise((resolve) => {
      this.#tellDeath = resolve;
    });
  }

  /**
   * Starts a program and waits for its first line.
   *
   * @throws PlannerError `E_NATIVE` when it cannot be started or says nothing, `E_NO_GPU` when it
   *   finds no GPU, `E_INTERRUPTED`
   */
  static async start(
    program: NativeProgram,
    { binary, devices, signal, startTimeoutMs = START_TIMEOUT_MS }: ProcessOptions,
  ): Promise<{ process: NativeProcess; greeting: Record<string, unknown> }> {
    if (signal.aborted) throw interrupted();
    // A group of its own: an interrupt from the keyboard must not look like the death of a program.
    const child = spawn(binary, ["--device", devices.join(",")], { stdio: "pipe", detached: true });
    const started = new NativeProcess(program, child, signal);
    started.#listen();
    const greeting = started.#wait({ what: "greet", timeoutMs: startTimeoutMs });
    return { process: started, greeting: (await greeting).value };
  }

  /** Of the program; undefined when it could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /**
   * Sends a request without waiting for the answers to earlier ones.
   *
   * What the program has not read yet stays in memory: the caller bounds it by the number of
   * requests that it lets be under way.
   */
  submit({ verb, words, payload, timeoutMs, shown }: NativeRequest): Submitted {
    const id = String(this.#nextId++);
    const answer = this.#wait({ id, what: `answer \`${shown}\``, timeoutMs });
    // Whoever collects hears of a failure; one that is never collected must not end this process.
    answer.catch(() => {});
    if (this.#ended === undefined) {
      this.#child.stdin.write(`${[verb, `id=${id}`, ...words].join(" ")}\n`);
      if (payload !== undefined && payload.length > 0) this.#child.stdin.write(payload);
    }
    return { collect: () => answer };
  }

  /**
   * Sends a request and waits for its answer and the bytes behind it.
   *
   * @throws PlannerError `E_NATIVE` when the program died, hung or answered something else,
   *   `E_NO_GPU` when the GPU went away, `E_INTERRUPTED`
   */
  ask(request: NativeRequest): Promise<AnswerFrame> {
    return this.submit(request).collect();
  }

  /** Lets the program end by itself, and ends it when it does not. */
  async close(): Promise<void> {
    this.#ended ??= new PlannerError("E_NATIVE", `${this.#program.name} was closed`);
    const { pid, exitCode, signalCode } = this.#child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once("close", resolve));
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), CLOSE_TIMEOUT_MS);
    await gone;
    clearTimeout(timer);
  }

  #listen(): void {
    const child = this.#child;
    const answers = new AnswerStream((line) => parseAnswer(this.#program, line));
    child.stdout.on("data", (chunk: Buffer) => this.#receive(answers, chunk));
    createInterface({ input: child.stderr }).on("line", (line) => {
      this.#lastWords.push(line);
      if (this.#lastWords.length > LAST_WORDS) this.#lastWords.shift();
    });
    child.stdin.on("error", () => {}); // a write to a dead program; its death is reported below
    const kill = () => child.kill("SIGKILL");
    const abort = () => this.#end(interrupted());
    process.once("exit", kill);
    this.#signal.addEventListener("abort", abort, { once: true });
    child.once("error", (cause) => this.#end(cannotStart(child.spawnfile, cause)));
    child.once("close", (code, killedBy) => {
      process.removeListener("exit", kill);
      this.#signal.removeEventListener("abort", abort);
      this.#end(this.#death(code, killedBy));
    });
  }

  #receive(answers: AnswerStream, chunk: Buffer): void {
    try {
      for (const frame of answers.push(chunk)) {
        if (frame.value.type === "fatal") throw fatalError(this.#program, frame.value);
        this.#hand(frame);
      }
    } catch (error) {
      this.#end(error as PlannerError);
    }
  }

  /** Gives an answer to the first that waits. */
  #hand(frame: AnswerFrame): void {
    const [first] = this.#waiting;
    if (first === undefined) throw this.#otherAnswer(frame, "nothing");
    if (first.id !== undefined && String(frame.value.id) !== first.id)
      throw this.#otherAnswer(frame, first.id);
    this.#waiting.shift();
    this.#restartTimer();
    first.resolve(frame);
  }

  #wait(request: Omit<Waiting, "resolve" | "reject">): Promise<AnswerFrame> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...request, resolve, reject });
      if (this.#waiting.length === 1) this.#restartTimer();
    });
  }

  /**
   * The time of a request counts from when it is the first: before, the program works for others,
   * which have their own limits.
   */
  #restartTimer(): void {
    clearTimeout(this.#timer);
    const [first] = this.#waiting;
    if (first === undefined) return;
    const { what, timeoutMs } = first;
    const { name, hung } = this.#program;
    this.#timer = setTimeout(() => {
      const seconds = Math.round(timeoutMs / 1000);
      const message = `${name} did not ${what} within ${seconds} s`;
      this.#end(new PlannerError("E_NATIVE", message, { remedy: hung }));
    }, timeoutMs);
  }

  /**
   * An answer to what was not asked, or to a line that the program could not read, with its reason.
   */
  #otherAnswer({ value }: AnswerFrame, id: string): PlannerError {
    const { name, otherVersion } = this.#program;
    const reason = typeof value.message === "string" ? `: ${value.message}` : "";
    const message = `${name} answered ${value.id ?? "nothing"} instead of ${id}${reason}`;
    return new PlannerError("E_NATIVE", message, { remedy: otherVersion });
  }

  #death(code: number | null, killedBy: string | null): PlannerError {
    const how = killedBy === null ? `ended with exit code ${code}` : `was killed by ${killedBy}`;
    const words = this.#lastWords.map((line) => `\n  ${line}`).join("");
    const message = `${this.#program.name} ${how}${words === "" ? "" : `:${words}`}`;
    const { died, otherVersion } = this.#program;
    const [first] = this.#waiting;
    const greeted = first === undefined || first.id !== undefined;
    return new PlannerError("E_NATIVE", message, { remedy: greeted ? died : otherVersion });
  }

  /** The first reason counts; later ones follow from it. */
  #end(error: PlannerError): void {
    if (this.#ended === undefined) this.#tellDeath(error);
    this.#ended ??= error;
    this.#child.kill("SIGKILL");
    clearTimeout(this.#timer);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }
}

function interrupted(): PlannerError {
  return new PlannerError("E_INTERRUPTED", "interrupted");
}

function cannotStart(binary: string, cause: Error): PlannerError {
  return new PlannerError("E_NATIVE", `cannot start ${binary}: ${cause.message}`, {
    remedy: "Leave --native out to build the program, or name one that can be executed.",
    cause,
  });
}
