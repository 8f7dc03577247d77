import type { FastifyInstance, FastifyRequest } from "fastify";
import { ApiError } from "../protocol/api-error.ts";

/** Routes of OpenAI's that clients ask for by default, and what to do instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  "/v1/responses": "use /v1/chat/completions, such as by the client's option for chat completions",
  "/v1/embeddings": "the model served here generates text: use a server of embeddings",
};

/** Routes that clients ask for below another base than the server has. */
const MEANT = ["/v1/chat/completions", "/v1/completions", "/v1/models"] as const;
/** What clients put in front of them. */
const BASE = /^\/v1(?=\/)/;

/** What to do about a route that the server does not have, where that can be told. */
function hintOf(path: string): string | undefined {
  const route = path.replace(/\/+$/, "");
  const known = INSTEAD[route];
  if (known !== undefined) return known;
  const meant = MEANT.find((each) => route.endsWith(each.replace(BASE, "")));
  return meant && `it is ${meant} here; give clients a base URL that ends in /v1, once`;
}

/** Answers to what the server does not have. */
export function registerUnknown(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    const error = errorOf(app, request);
    return reply.code(error.status).headers(headersOf(app, request)).send(error.body);
  });
}

const METHODS = ["GET", "POST"] as const;

function errorOf(app: FastifyInstance, request: FastifyRequest): ApiError {
  const path = pathOf(request);
  const allowed = allowedMethods(app, path);
  if (allowed.length > 0) {
    return new ApiError(405, `${path} takes ${allowed.join(", ")}, not ${request.method}`, {
      code: "method_not_allowed",
    });
  }
  const what = `${request.method} ${path} is no route of this server`;
  const hint = hintOf(path);
  return new ApiError(404, hint === undefined ? what : `${what}: ${hint}`, {
    code: "unknown_url",
    type: "invalid_request_error",
  });
}

function headersOf(app: FastifyInstance, request: FastifyRequest): Record<string, string> {
  const allowed = allowedMethods(app, pathOf(request));
  return allowed.length === 0 ? {} : { allow: allowed.join(", ") };
}

function allowedMethods(app: FastifyInstance, path: string): string[] {
  return METHODS.filter((method) => app.findRoute({ method, url: path }) !== null);
}

function pathOf({ url }: FastifyRequest): string {
  return url.split("?", 1)[0] as string;
}
