import type { IncomingMessage, ServerResponse } from "node:http";
import type { ApiError } from "../protocol/api-error.ts";

/** Sends a whole answer, unless the client has gone. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.destroyed || response.headersSent) return;
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": body.length,
    ...headers,
  });
  response.end(body);
}

export function sendError(response: ServerResponse, error: ApiError): void {
  sendJson(response, error.status, error.body, error.headers);
}

/** Of a client that is still sending. */
const LINGER_MS = 5000;

/**
 * Sends an error while the client is still sending: a connection that is cut at once would take the
 * answer with it. What comes is thrown away, for a while.
 */
export function sendEarly(
  request: IncomingMessage,
  response: ServerResponse,
  error: ApiError,
): void {
  const body = Buffer.from(JSON.stringify(error.body));
  response.writeHead(error.status, {
    "content-type": "application/json",
    "content-length": body.length,
    connection: "close",
    ...error.headers,
  });
  response.write(body);
  const end = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LINGER_MS);
  request.once("end", end);
  request.once("close", end);
  request.resume();
}

/**
 * Cuts off a client that takes nothing of an answer for so long, ms: it would hold the answer in memory. The timer is that
 * of the connection, which bytes on their way set anew. So a slow reader goes on, and a client that takes nothing is
 * cut off within twice that time.
 */
export function cutOffStalled(response: ServerResponse, stallMs: number): void {
  response.setTimeout(stallMs, () => {
    // Silence while an answer is made is no stall.
    if (response.writableLength > 0) response.destroy();
  });
}
