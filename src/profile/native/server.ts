import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { PlannerError } from "../../errors.ts";
import { type Answer, fatalError, type Hello, helloOf, parseLine } from "./protocol.ts";

export interface ServerOptions {
  binary: string;
  /** Device indices; more than one for collectives. */
  devices: readonly number[];
  signal: AbortSignal;
  /** Longest wait for the greeting. */
  startTimeoutMs?: number;
}

interface Waiting {
  resolve(value: Record<string, unknown>): void;
  reject(error: PlannerError): void;
}

/** Creating contexts and buffers on several GPUs takes a while. */
const START_TIMEOUT_MS = 120_000;
const CLOSE_TIMEOUT_MS = 5_000;
/** Lines of standard error that are kept as last words. */
const LAST_WORDS = 12;

/** A running native-profiler. One job at a time; it dies with this process or its signal. */
export class NativeServer {
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
  static async start(options: ServerOptions): Promise<{ server: NativeServer; hello: Hello }> {
    const { binary, devices, signal, startTimeoutMs = START_TIMEOUT_MS } = options;
    if (signal.aborted) throw interrupted();
    // A group of its own: an interrupt from the keyboard must not look like the death of a job.
    const child = spawn(binary, ["--device", devices.join(",")], { stdio: "pipe", detached: true });
    const server = new NativeServer(child, signal);
    server.#listen();
    const greeting = await server.#next(startTimeoutMs, "greet");
    if (greeting.type === "hello") return { server, hello: helloOf(greeting) };
    await server.close();
    throw new PlannerError("E_NATIVE", `${binary} is no native-profiler of this version`, {
      remedy: "Leave --native out to build the one that comes with this package.",
    });
  }

  /**
   * Sends one job, `verb key=value ...` without an id, and waits for its answer.
   *
   * @throws PlannerError `E_NATIVE` when the program died, hung or answered something else,
   *   `E_NO_GPU` when the GPU went away, `E_INTERRUPTED`
   */
  async ask(line: string, timeoutMs: number): Promise<Answer> {
    const id = String(this.#nextId++);
    const [verb, ...rest] = line.split(" ");
    const reply = this.#next(timeoutMs, `answer \`${line}\``);
    this.#child.stdin.write(`${[verb, `id=${id}`, ...rest].join(" ")}\n`);
    const answer = await reply;
    if (String(answer.id) === id) return answer as unknown as Answer;
    this.#end(
      new PlannerError("E_NATIVE", `native-profiler answered ${answer.id} instead of ${id}`),
    );
    throw this.#ended;
  }

  /** Lets the program end by itself, and ends it when it does not. */
  async close(): Promise<void> {
    this.#ended ??= new PlannerError("E_NATIVE", "native-profiler was closed");
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
    createInterface({ input: child.stdout }).on("line", (line) => this.#receive(line));
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

  #receive(line: string): void {
    try {
      const value = parseLine(line);
      if (value.type === "fatal") throw fatalError(value);
      const waiting = this.#waiting;
      this.#waiting = undefined;
      waiting?.resolve(value);
    } catch (error) {
      this.#end(error as PlannerError);
    }
  }

  async #next(timeoutMs: number, what: string): Promise<Record<string, unknown>> {
    if (this.#ended !== undefined) throw this.#ended;
    const timer = setTimeout(() => {
      const seconds = Math.round(timeoutMs / 1000);
      this.#end(
        new PlannerError("E_NATIVE", `native-profiler did not ${what} within ${seconds} s`, {
          remedy: "Look with `nvidia-smi` whether the GPU still answers, then run with --resume.",
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
  return new PlannerError("E_NATIVE", `native-profiler ${how}${last}`, {
    remedy: "Run again with --resume; what was measured is kept.",
  });
}
