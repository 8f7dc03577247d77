import { ReferenceServingEngine } from "../../src/engine/reference/serving-engine.ts";
import { randomFrom } from "../../src/random.ts";
import { onlyProgram } from "../../src/runtime/rows/choose-program.ts";
import { DEFAULT_LIMITS, type ServerLimits } from "../../src/server/answering/server-limits.ts";
import type { ExchangeRecord } from "../../src/server/http/exchange.ts";
import { Server, type ServerSetup } from "../../src/server/server.ts";
import type {
  RowLogprobs,
  ServedStep,
  ServingEngine,
  ServingStep,
} from "../../src/step/serving-step.ts";
import { LETTERS } from "./letter-tokenizer.ts";
import { PAGE_TOKENS, POSITIONS, SMALL_MODEL } from "./small-server.ts";

const KV_PAGES = 4096;

/** What is to come out: an output's token by its index. */
export type Script = (index: number) => number;

/**
 * An engine that computes nothing: its tokens follow a script, and a step takes a turn of the event
 * loop, or until it is let go on.
 */
export class ScriptedEngine implements ServingEngine {
  readonly depth = 2;
  readonly #script: Script;
  /** Tokens that the request in a slot was given. */
  readonly #given: number[] = [];
  /** Log probabilities that it asks for. */
  readonly #asking: number[] = [];
  steps = 0;
  /** Steps wait for this before they give their tokens. */
  gate: Promise<void> | undefined;
  /** Thrown by the next step. */
  failure: Error | undefined;
  isClosed = false;
  /** Lets it die between steps. */
  die: (failure: Error) => void = () => {};
  readonly died = new Promise<Error>((resolve) => {
    this.die = resolve;
  });

  constructor(script: Script) {
    this.#script = script;
  }

  async submit(_: string, step: ServingStep): Promise<ServedStep> {
    this.steps++;
    for (const { slot, parameters } of step.sampling) {
      this.#given[slot] = 0;
      this.#asking[slot] = parameters.logprobs;
    }
    await new Promise((resolve) => setImmediate(resolve));
    await this.gate;
    if (this.failure !== undefined) throw this.failure;
    const logprobs = new Map<number, RowLogprobs>();
    const tokens = Int32Array.from(step.sampledRows, (row, at) => {
      const slot = step.slots[step.sequenceOf[row] as number] as number;
      const index = this.#given[slot] as number;
      this.#given[slot] = index + 1;
      const token = this.#script(index);
      const wanted = this.#asking[slot] ?? 0;
      const likeliest = Array.from({ length: wanted }, () => ({ token, logprob: -0.5 }));
      if (wanted > 0) logprobs.set(at, { chosen: { token, logprob: -0.5 }, likeliest });
      return token;
    });
    return { tokens, failures: [], logprobs, deviceUs: 100 };
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

export interface TestServer {
  server: Server;
  url: string;
  records: ExchangeRecord[];
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

type Options = Partial<Omit<ServerSetup, "limits">> & { limits?: Partial<ServerLimits> };

/** A server of the small model on a free port, on an engine or the reference one. */
export async function testServer({ limits, ...options }: Options = {}): Promise<TestServer> {
  const { programs, weights } = SMALL_MODEL;
  const records: ExchangeRecord[] = [];
  const server = await Server.start({
    engine:
      options.engine ??
      new ReferenceServingEngine({ programs, weights, kvPages: KV_PAGES, random: randomFrom(1) }),
    runtime: {
      programs: [...programs].map(([name, { batch }]) => ({ name, batch })),
      choice: onlyProgram({ name: "overlapped" }),
      pageTokens: PAGE_TOKENS,
      kvPages: KV_PAGES,
      sharesPrefixes: true,
      slots: 16,
      outputShare: 1,
      positions: POSITIONS,
      vocabularySize: weights.shape.vocabularySize,
    },
    tokenizer: LETTERS,
    served: ["test-model"],
    host: "127.0.0.1",
    port: 0,
    apiKey: undefined,
    shown: { engine: "reference", programs: [] },
    onExchange: (record) => records.push(record),
    limits: { ...DEFAULT_LIMITS, drainMs: 0, ...limits },
    ...options,
  });
  const { url } = server;
  return {
    server,
    url,
    records,
    post: (path, body, headers = {}) =>
      fetch(`${url}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
  };
}
