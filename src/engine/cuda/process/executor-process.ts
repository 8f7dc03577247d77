import { PlannerError } from "../../../errors.ts";
import { NativeProcess, type ProcessOptions } from "../../../native/native-process.ts";
import { type NativeProgram, remedyOf } from "../../../native/native-program.ts";
import { type ExecutorAnswer, type ExecutorHello, greetingOf } from "./protocol.ts";

/** Words of a request; addresses are `region+offset`. */
export type RequestWords = Readonly<Record<string, string | number>>;

const EXECUTOR: NativeProgram = {
  name: "native-executor",
  otherVersion: "Leave --native out, to build the one of this version; see docs/executor.md.",
  died: "Run again; when it stays, see docs/executor.md.",
  hung: "Look with `nvidia-smi` whether the GPU still answers, then run again.",
};
const ANSWER_TIMEOUT_MS = 120_000;

/** Takes requests for one rank. */
export type RankExecutor = Pick<ExecutorProcess, "ask">;

/** A running native-executor. It answers requests in their order, and dies with this process or its signal. */
export class ExecutorProcess {
  readonly #process: NativeProcess;

  private constructor(process: NativeProcess) {
    this.#process = process;
  }

  /** @throws PlannerError what {@link NativeProcess.start} throws; `E_NATIVE` on another program */
  static async start(
    options: ProcessOptions,
  ): Promise<{ executor: ExecutorProcess; hello: ExecutorHello }> {
    const { process, greeting } = await NativeProcess.start(EXECUTOR, options);
    try {
      return { executor: new ExecutorProcess(process), hello: greetingOf(greeting) };
    } catch (error) {
      await process.close();
      throw error;
    }
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Resolves when the program has died. */
  get died(): Promise<PlannerError> {
    return this.#process.died;
  }

  /**
   * Sends a request and waits for its answer and the bytes behind it.
   *
   * @throws PlannerError what {@link NativeProcess.ask} throws; `E_NATIVE` when the program could
   *   not do what was asked
   */
  async ask(
    verb: string,
    words: RequestWords,
    payload: Uint8Array = new Uint8Array(),
    timeoutMs = ANSWER_TIMEOUT_MS,
  ): Promise<{ answer: ExecutorAnswer; tail: Buffer }> {
    const all = { ...words, ...(payload.length > 0 && { bytes: payload.length }) };
    const request = { verb, words: wordList(all), payload, timeoutMs, shown: verb };
    const { value, tail } = await this.#process.ask(request);
    const answer = value as unknown as ExecutorAnswer;
    if (answer.status === "ok") return { answer, tail };
    throw new PlannerError("E_NATIVE", `native-executor cannot ${verb}: ${answer.message}`, {
      remedy: remedyOf(answer.code) ?? "See docs/executor.md for what it can run.",
    });
  }

  /** The same program for what concerns one rank: its requests name the rank. */
  onRank(rank: number): RankExecutor {
    return {
      ask: (verb, words, payload, timeoutMs) =>
        this.ask(verb, { ...(rank > 0 && { device: rank }), ...words }, payload, timeoutMs),
    };
  }

  /** Lets the program end by itself, and ends it when it does not. */
  close(): Promise<void> {
    return this.#process.close();
  }
}

/** `key=value` for each word. */
export function wordList(words: RequestWords): string[] {
  return Object.entries(words).map(([key, value]) => `${key}=${value}`);
}
