import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { PlannerError } from "../../errors.ts";
import { type AnswerFrame, AnswerStream } from "./answer-stream.ts";
import { type ExecutorAnswer, type ExecutorHello, fatalOf, greetingOf } from "./protocol.ts";

export interface ExecutorOptions {
  binary: string;
  /** Device indices. */
  devices: readonly number[];
  signal: AbortSignal;
  /** Longest wait for the greeting. */
  startTimeoutMs?: number;
}

/** Words of a request; addresses are `region+offset`. */
export type RequestWords = Readonly<Record<string, string | number>>;

interface Waiting {
  resolve(frame: AnswerFrame): void;
  reject(error: PlannerError): void;
}

const START_TIMEOUT_MS = 120_000;
const ANSWER_TIMEOUT_MS = 120_000;
const CLOSE_TIMEOUT_MS = 5_000;
/** Lines of standard error that are kept as last words. */
const LAST_WORDS = 12;

/** A running native-executor. One request at a time; it dies with this process or its signal. */
export class ExecutorProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lastWords: string[] = [];
  readonly #signal: AbortSignal;
  #waiting: Waiting | undefined;
  #ended: PlannerError | undefined;
  #nextId = 1;

  private constructor(child: ChildProcessWithoutNullStreams, signal: AbortSignal) {
    this.#child = child;
    this.#signal = signal;
  }

  /**
   * @throws PlannerError `E_NATIVE` when it cannot be started or says nothing, `E_NO_GPU` when it
   *   finds no GPU, `E_INTERRUPTED`
   */
  static async start(
    options: ExecutorOptions,
  ): Promise<{ executor: ExecutorProcess; hello: ExecutorHello }> {
    const { binary, devices, signal, startTimeoutMs = START_TIMEOUT_MS } = options;
    if (signal.aborted) throw interrupted();
    // A group of its own: an interrupt from the keyboard must not look like the death of a program.
    const child = spawn(binary, ["--device", devices.join(",")], { stdio: "pipe", detached: true });
    const executor = new ExecutorProcess(child, signal);
    executor.#listen();
    const { value } = await executor.#next(startTimeoutMs, "greet");
    try {
      return { executor, hello: greetingOf(value) };
    } catch (error) {
      await executor.close();
      throw error;
    }
  }

  /**
   * Sends a request and waits for its answer and the bytes behind it.
   *
   * @throws PlannerError `E_NATIVE` when the program died, hung, or could not do what was asked;
   *   `E_NO_GPU` when the GPU went away, `E_INTERRUPTED`
   */
  async ask(
    verb: string,
    words: RequestWords,
    payload: Uint8Array = new Uint8Array(),
    timeoutMs = ANSWER_TIMEOUT_MS,
  ): Promise<{ answer: ExecutorAnswer; tail: Buffer }> {
    const id = String(this.#nextId++);
    const reply = this.#next(timeoutMs, `answer \`${verb}\``);
    const all = { id, ...words, ...(payload.length > 0 && { bytes: payload.length }) };
    this.#child.stdin.write(`${[verb, ...wordList(all)].join(" ")}\n`);
    if (payload.length > 0) this.#child.stdin.write(payload);
    const { value, tail } = await reply;
    if (String(value.id) !== id) {
      this.#end(new PlannerError("E_NATIVE", `native-executor answered ${value.id}, not ${id}`));
      throw this.#ended;
    }
    const answer = value as unknown as ExecutorAnswer;
    if (answer.status === "ok") return { answer, tail };
    throw new PlannerError("E_NATIVE", `native-executor cannot ${verb}: ${answer.message}`, {
      remedy: "See docs/executor.md for what it can run.",
    });
  }

  /** Lets the program end by itself, and ends it when it does not. */
  async close(): Promise<void> {
    this.#ended ??= new PlannerError("E_NATIVE", "native-executor was closed");
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
    const answers = new AnswerStream();
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
      this.#end(died(code, killedBy, this.#lastWords));
    });
  }

  #receive(answers: AnswerStream, chunk: Buffer): void {
    try {
      for (const frame of answers.push(chunk)) {
        if (frame.value.type === "fatal") throw fatalOf(frame.value);
        const waiting = this.#waiting;
        this.#waiting = undefined;
        waiting?.resolve(frame);
      }
    } catch (error) {
      this.#end(error as PlannerError);
    }
  }

  async #next(timeoutMs: number, what: string): Promise<AnswerFrame> {
    if (this.#ended !== undefined) throw this.#ended;
    const timer = setTimeout(() => {
      const seconds = Math.round(timeoutMs / 1000);
      this.#end(
        new PlannerError("E_NATIVE", `native-executor did not ${what} within ${seconds} s`, {
          remedy: "Look with `nvidia-smi` whether the GPU still answers, then run again.",
        }),
      );
    }, timeoutMs);
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting = { resolve, reject };
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** The first reason counts; later ones follow from it. */
  #end(error: PlannerError): void {
    this.#ended ??= error;
    this.#child.kill("SIGKILL");
    this.#waiting?.reject(this.#ended);
    this.#waiting = undefined;
  }
}

/** `key=value` for each word. */
export function wordList(words: RequestWords): string[] {
  return Object.entries(words).map(([key, value]) => `${key}=${value}`);
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

function died(code: number | null, signal: string | null, words: readonly string[]): PlannerError {
  const how = signal === null ? `ended with exit code ${code}` : `was killed by ${signal}`;
  const last = words.length === 0 ? "" : `:\n${words.map((line) => `  ${line}`).join("\n")}`;
  return new PlannerError("E_NATIVE", `native-executor ${how}${last}`, {
    remedy: "Run again; when it stays, see docs/executor.md.",
  });
}
