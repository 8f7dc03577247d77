import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AnswerService } from "../answering/answer-service.ts";
import { heldTo } from "../answering/held-calls.ts";
import { callReading } from "../answering/tool-reading.ts";
import type { Bodies } from "../http/bodies.ts";
import { exchangeOf } from "../http/exchanges.ts";
import { sendError } from "../http/send.ts";
import { ApiError, serverError } from "../protocol/api-error.ts";
import { chatFormat } from "../protocol/chat-format.ts";
import { readChat } from "../protocol/chat-request.ts";
import { completionFormat } from "../protocol/completion-format.ts";
import { readCompletion } from "../protocol/completion-request.ts";
import { parseJson, requireNoKeysInQuery } from "../protocol/read-body.ts";
import { requireServed } from "../protocol/served-models.ts";
import { tokenText } from "../protocol/token-text.ts";

/** Where clients for Azure ask, with the model's name in the path. */
const AZURE = "/openai/deployments/:model";

/** /v1/completions and /v1/chat/completions. */
export function registerGenerating(
  app: FastifyInstance,
  service: AnswerService,
  served: readonly string[],
  bodies: Bodies,
): void {
  const text = tokenText(service.ground.tokenizer);

  const complete = answering(served, bodies, async (exchange, body) => {
    const { prompts, ...request } = readCompletion(body, served);
    const format = completionFormat(text, request.topLogprobs);
    const asked = { ...request, promptCount: prompts.length, promptParam: "prompt" } as const;
    await service.answer(exchange, asked, format, () =>
      Promise.all(prompts.map((prompt) => service.prompts.plain(prompt, request.echoes))),
    );
  });
  const chat = answering(served, bodies, async (exchange, body) => {
    const { chat, request } = readChat(body, served);
    const format = chatFormat(text, request.topLogprobs);
    const { tokenizer, toolFormat } = service.ground;
    const calls = chat.tools && callReading(chat.tools, tokenizer, toolFormat);
    const held = chat.tools && calls ? heldTo(chat.tools, calls, request.format) : request.format;
    const chatRequest = { ...request, format: held, calls };
    const asked = { ...chatRequest, promptCount: 1, promptParam: "messages" } as const;
    await service.answer(exchange, asked, format, async () => [await service.prompts.chat(chat)]);
  });

  for (const prefix of ["/v1", AZURE]) {
    app.post(`${prefix}/completions`, complete);
    app.post(`${prefix}/chat/completions`, chat);
  }
}

type Answering = (exchange: ReturnType<typeof exchangeOf>, body: unknown) => Promise<void>;

/** Answers beside the framework: streams write to the response themselves. */
function answering(served: readonly string[], bodies: Bodies, answer: Answering) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.hijack();
    const exchange = exchangeOf(request);
    try {
      const { model } = request.params as { model?: string };
      requireServed(model, served);
      requireNoKeysInQuery(request.query as object);
      const body = parseJson(request.body as Buffer | undefined);
      // The framework holds it until the answer is over.
      request.body = undefined;
      await answer(exchange, named(body, model));
    } catch (error) {
      const told = error instanceof ApiError ? error : serverError("the request failed", error);
      exchange.error = told.message;
      sendError(reply.raw, told);
    } finally {
      bodies.release(exchange.request);
    }
  };
}

/** A body that names no model is for the path's. */
function named(body: unknown, model: string | undefined): unknown {
  if (model === undefined || typeof body !== "object" || body === null || Array.isArray(body)) {
    return body;
  }
  return { ...body, model: ("model" in body ? body.model : undefined) ?? model };
}
