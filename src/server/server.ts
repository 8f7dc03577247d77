import type { IncomingMessage } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import { Runtime, type RuntimeOptions } from "../runtime/serving/runtime.ts";
import type { ServingEngine } from "../step/serving-step.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import type { ToolFormat } from "../tool-calls/tool-format.ts";
import { AnswerService, shuttingDown } from "./answering/answer-service.ts";
import { HeldFormats } from "./answering/held-formats.ts";
import type { ServerLimits } from "./answering/server-limits.ts";
import { formatOf } from "./answering/tool-reading.ts";
import { engineStopped } from "./generation/generation.ts";
import { Turn } from "./generation/turn.ts";
import { requireKey } from "./http/api-key.ts";
import { Bodies } from "./http/bodies.ts";
import type { Exchange, ExchangeRecord } from "./http/exchange.ts";
import { enterExchange, exchangeOf } from "./http/exchanges.ts";
import { cutOffStalled, sendEarly, sendError } from "./http/send.ts";
import { ServerMetrics } from "./metrics/metrics.ts";
import { type ShownProgram, StatusBook } from "./page/status.ts";
import { statusPage } from "./page/status-page.ts";
import { ApiError, badRequest, serverError } from "./protocol/api-error.ts";
import { registerGenerating } from "./routes/generating.ts";
import { registerModels } from "./routes/models.ts";
import { registerPage } from "./routes/page.ts";
import { registerState } from "./routes/state.ts";
import { registerTokens } from "./routes/tokens.ts";
import { registerUnknown } from "./routes/unknown.ts";

/** What a server is started with. It closes the engine when it ends. */
export interface ServerSetup {
  engine: ServingEngine;
  runtime: Omit<RuntimeOptions, "nowUs" | "onStep" | "onFailure">;
  tokenizer: Tokenizer;
  /** Names of the model, at least one. */
  served: readonly string[];
  host: string;
  /** 0: any free one. */
  port: number;
  /** Undefined: anybody may ask. */
  apiKey: string | undefined;
  limits: ServerLimits;
  /** How the model writes calls of tools; its chat template says it when left out. */
  toolFormat?: ToolFormat | undefined;
  /** What the page at `/` says of the engine, and the programs that it draws. */
  shown: { engine: string; programs: readonly ShownProgram[] };
  /** Power that all GPUs draw, W, for metrics. */
  gpuPower?: () => Promise<number | undefined>;
  /** Called once a request, when its answer is over. */
  onExchange: (record: ExchangeRecord) => void;
}

/** Longer than Node's 5 s, which a client's pause between two requests easily exceeds. */
const KEEP_ALIVE_MS = 75_000;
/** For answers that are whole to reach their clients when the server ends. */
const FLUSH_MS = 1000;
const DRAIN_CHECK_MS = 20;
const LONGEST_PARAMETER = 1024;
/** Characters of a path that an error repeats. */
const LONGEST_SHOWN = 200;

/**
 * An OpenAI-compatible server on a runtime of its own.
 */
export class Server {
  readonly #app: FastifyInstance;
  readonly #service: AnswerService;
  readonly #runtime: Runtime;
  readonly #formats: HeldFormats;
  readonly #limits: ServerLimits;
  readonly #open = new Set<Exchange>();
  /** Resolves with what made the engine stop. */
  readonly failed: Promise<Error>;

  private constructor(setup: ServerSetup) {
    const { tokenizer, served, limits, apiKey, onExchange } = setup;
    let tellFailure: (failure: Error) => void = () => {};
    this.failed = new Promise((resolve) => {
      tellFailure = resolve;
    });
    this.#limits = limits;
    const metrics = new ServerMetrics(served[0] ?? "", () => this.#runtime, setup.gpuPower);
    const { engine, programs } = setup.shown;
    const shownBy = { model: served[0] ?? "", engine };
    const status = new StatusBook(shownBy, programs);
    this.#runtime = new Runtime(setup.engine, {
      ...setup.runtime,
      onStep: (record) => {
        metrics.step(record);
        status.step(record);
      },
      onFailure: (failure) => tellFailure(failure),
    });
    const { positions, vocabularySize, kvPages, pageTokens } = setup.runtime;
    // Page 0 belongs to nobody, and the KV of the last token is never needed.
    const contextTokens = Math.min(positions, (kvPages - 1) * pageTokens + 1);
    const takesMasks = setup.engine.takesMasks === true;
    this.#formats = new HeldFormats(tokenizer, vocabularySize, takesMasks);
    this.#service = new AnswerService(
      {
        ...{ runtime: this.#runtime, tokenizer, vocabularySize, contextTokens },
        turn: new Turn(),
        toolFormat: setup.toolFormat ?? formatOf(tokenizer),
      },
      this.#formats,
      limits,
      metrics,
    );
    const bodies = new Bodies(limits);
    const enter = (request: FastifyRequest, { raw }: FastifyReply): Exchange => {
      const exchange = enterExchange(request, raw);
      this.#open.add(exchange);
      cutOffStalled(raw, limits.stallMs);
      raw.once("close", () => {
        this.#open.delete(exchange);
        bodies.release(exchange.request);
        if (exchange.status >= 400) metrics.failed(exchange.status);
        onExchange(exchange.record());
      });
      return exchange;
    };
    const app = createApp(limits, bodies, enter);
    this.#app = app;
    app.addHook("onRequest", async (request, reply) => {
      const exchange = enter(request, reply);
      requireKey(apiKey, exchange.path, request.headers);
      requirePlain(request.headers["content-encoding"]);
    });
    registerGenerating(app, this.#service, served, bodies);
    registerModels(app, served, contextTokens);
    registerTokens(app, this.#service, served);
    registerState(app, this.#service, metrics);
    registerPage(app, statusPage(shownBy, programs), () => status.status(this.#runtime.state));
    registerUnknown(app);
  }

  /** @throws what listening throws, such as `EADDRINUSE` */
  static async start(setup: ServerSetup): Promise<Server> {
    const server = new Server(setup);
    await server.#app.listen({ host: setup.host, port: setup.port });
    return server;
  }

  /** Where it listens. */
  get url(): string {
    const { address, family, port } = this.#app.server.address() as AddressInfo;
    return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
  }

  get runtime(): Runtime {
    return this.#runtime;
  }

  /**
   * Takes nothing new, lets what is under way end as long as its time lasts, and closes the engine.
   */
  async close(): Promise<void> {
    this.#service.drain();
    this.#app.server.close();
    const endMs = performance.now() + this.#limits.drainMs;
    while (
      this.#open.size > 0 &&
      this.#runtime.failure === undefined &&
      performance.now() < endMs
    ) {
      await sleep(DRAIN_CHECK_MS);
    }
    const { failure } = this.#runtime;
    this.#service.failAll(failure === undefined ? shuttingDown() : engineStopped(failure));
    const flushedMs = performance.now() + FLUSH_MS;
    while (this.#open.size > 0 && performance.now() < flushedMs) await sleep(DRAIN_CHECK_MS);
    this.#app.server.closeAllConnections();
    await this.#app.close();
    await this.#runtime.close();
    await this.#formats.close();
  }
}

/** @param enter called with a request that no route takes, since its path cannot be read */
function createApp(
  { arrivalMs }: ServerLimits,
  bodies: Bodies,
  enter: (request: FastifyRequest, reply: FastifyReply) => Exchange,
): FastifyInstance {
  const app = Fastify({
    requestTimeout: arrivalMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: true,
    return503OnClosing: false,
    routerOptions: { maxParamLength: LONGEST_PARAMETER, ignoreTrailingSlash: true },
    frameworkErrors: (_, request, reply) => {
      const exchange = enter(request, reply);
      const told = unreadablePath(exchange.path);
      exchange.error = told.message;
      sendError(reply.raw, told);
    },
    clientErrorHandler: (error, socket) => endUnreadable(error, socket as Socket),
  });
  // A body is JSON whatever its content type says: curl says that it is a form.
  app.addHook("onRequest", async ({ raw }) => {
    // The framework would refuse one that it cannot read.
    delete raw.headers["content-type"];
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_: FastifyRequest, payload: IncomingMessage) =>
    bodies.read(payload),
  );
  app.setErrorHandler<FastifyError | ApiError>((error, request, reply) => {
    const told = error instanceof ApiError ? error : toldOf(error);
    exchangeOf(request).error = told.message;
    if (told.status === 413 || told.status === 429) {
      reply.hijack();
      sendEarly(request.raw, reply.raw, told);
      return reply;
    }
    return reply.code(told.status).headers(told.headers).send(told.body);
  });
  return app;
}

function unreadablePath(path: string): ApiError {
  const shown = path.slice(0, LONGEST_SHOWN);
  return badRequest(
    `the path \`${shown}\` cannot be read: escape a \`%\` as \`%25\`, and keep each part of it short`,
    undefined,
    "invalid_url",
  );
}

function requirePlain(encoding: string | undefined): void {
  if (encoding === undefined || encoding === "identity") return;
  throw new ApiError(415, `the body is encoded in ${encoding}: send it as it is`, {
    code: "unsupported_encoding",
  });
}

function toldOf(error: FastifyError): ApiError {
  const { statusCode = 500, code } = error;
  if (statusCode < 500) return new ApiError(statusCode, error.message, { code });
  return serverError("the request failed", error);
}

/** What is no HTTP has no request to answer. */
function endUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const isLate = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
  const status = isLate ? "408 Request Timeout" : "400 Bad Request";
  const message = isLate ? "the request did not arrive in time" : "the request is no HTTP";
  const body = JSON.stringify(new ApiError(isLate ? 408 : 400, message).body);
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
