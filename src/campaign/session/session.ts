import { PlannerError } from "../../errors.ts";
import type { ProcessOptions } from "../../native/native-process.ts";
import type { Journal } from "./journal.ts";
import type { Answer, Hello } from "./protocol.ts";
import { NativeServer } from "./server.ts";

/** A job may allocate and fill gigabytes before it measures. */
const JOB_TIMEOUT_MS = 60_000;
/** Deaths in a row after which the program, not the job, is to blame. */
const DEATHS_IN_A_ROW = 2;

/**
 * Asks a native-profiler, starting it again when a job kills it; that job counts as failed and is
 * not tried again. Answers that the journal has are taken from there.
 */
export class MeasuringSession {
  readonly #options: ProcessOptions;
  #server: NativeServer | undefined;
  #deaths = 0;
  readonly hello: Hello;

  private constructor(options: ProcessOptions, server: NativeServer, hello: Hello) {
    this.#options = options;
    this.#server = server;
    this.hello = hello;
  }

  static async start(options: ProcessOptions): Promise<MeasuringSession> {
    const { server, hello } = await NativeServer.start(options);
    return new MeasuringSession(options, server, hello);
  }

  /**
   * @returns the answer, and the time spent on it now (0 when the journal had it)
   * @throws PlannerError `E_NATIVE` when it dies on one job after the other, `E_NO_GPU`,
   *   `E_INTERRUPTED`, `E_UNWRITABLE`
   */
  async measure(line: string, journal: Journal): Promise<{ answer: Answer; ms: number }> {
    const known = journal.find(line);
    if (known !== undefined) return { answer: known.answer, ms: 0 };
    const start = performance.now();
    const answer = await this.#ask(line);
    const ms = performance.now() - start;
    journal.add({ line, answer, ms });
    return { answer, ms };
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  async #ask(line: string): Promise<Answer> {
    try {
      this.#server ??= (await NativeServer.start(this.#options)).server;
      const answer = await this.#server.ask(line, JOB_TIMEOUT_MS);
      this.#deaths = 0;
      return answer;
    } catch (error) {
      this.#server = undefined;
      if (!(error instanceof PlannerError) || error.code !== "E_NATIVE") throw error;
      this.#deaths++;
      if (this.#deaths >= DEATHS_IN_A_ROW) throw error;
      return { status: "error", message: error.message };
    }
  }
}
