import { PlannerError } from "../../errors.ts";
import { NativeProcess, type ProcessOptions } from "../../native/native-process.ts";
import type { NativeProgram } from "../../native/native-program.ts";
import { type Answer, type Hello, helloOf } from "./protocol.ts";

const PROFILER: NativeProgram = {
  name: "native-profiler",
  otherVersion:
    "Leave --native out, to build the one of this version; see native-profiler/README.md.",
  died: "Run again with --resume; what was measured is kept.",
  hung: "Look with `nvidia-smi` whether the GPU still answers, then run with --resume.",
};

/** A running native-profiler. One job at a time; it dies with this process or its signal. */
export class NativeServer {
  readonly #process: NativeProcess;

  private constructor(process: NativeProcess) {
    this.#process = process;
  }

  /**
   * @param options more than one device for collectives
   * @throws PlannerError what {@link NativeProcess.start} throws; `E_NATIVE` on another program
   */
  static async start(options: ProcessOptions): Promise<{ server: NativeServer; hello: Hello }> {
    const { process, greeting } = await NativeProcess.start(PROFILER, options);
    if (greeting.type === "hello")
      return { server: new NativeServer(process), hello: helloOf(greeting) };
    await process.close();
    throw new PlannerError("E_NATIVE", `${options.binary} is no native-profiler of this version`, {
      remedy: "Leave --native out to build the one that comes with this package.",
    });
  }

  /**
   * Sends one job, `verb key=value ...` without an id, and waits for its answer.
   *
   * @throws PlannerError what {@link NativeProcess.ask} throws
   */
  async ask(line: string, timeoutMs: number): Promise<Answer> {
    const [verb = "", ...words] = line.split(" ");
    const { value } = await this.#process.ask({ verb, words, timeoutMs, shown: line });
    return value as unknown as Answer;
  }

  /** Lets the program end by itself, and ends it when it does not. */
  close(): Promise<void> {
    return this.#process.close();
  }
}
