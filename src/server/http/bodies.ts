import type { IncomingMessage } from "node:http";
import { ApiError, badRequest } from "../protocol/api-error.ts";

export interface BodyLimits {
  /** Of one request. */
  bodyBytes: number;
  /** Of all requests together, until their prompts are tokens. */
  bodiesBytes: number;
}

/** By then some of those that are held have been encoded. */
const RETRY_SECONDS = 1;

/**
 * Bodies of requests, limited each and together. A body counts from the arrival of its bytes until
 * its prompts are tokens, or its answer is over.
 */
export class Bodies {
  readonly #limits: BodyLimits;
  readonly #held = new Map<IncomingMessage, number>();
  #bytes = 0;

  constructor(limits: BodyLimits) {
    this.#limits = limits;
  }

  /** @throws ApiError 413, 429; 400 where the client leaves */
  read(request: IncomingMessage): Promise<Buffer> {
    const { bodyBytes } = this.#limits;
    return new Promise((resolve, reject) => {
      if (Number(request.headers["content-length"]) > bodyBytes) {
        reject(tooLarge(bodyBytes));
        return;
      }
      const chunks: Buffer[] = [];
      const refuse = (error: ApiError) => {
        // What else comes is for nobody.
        request.off("data", take);
        this.release(request);
        reject(error);
      };
      const take = (chunk: Buffer) => {
        const refusal = this.#add(request, chunk.length);
        if (refusal !== undefined) refuse(refusal);
        else chunks.push(chunk);
      };
      request.on("data", take);
      request.once("end", () => resolve(Buffer.concat(chunks)));
      request.once("error", () => refuse(badRequest("the body has no end", undefined, "no_end")));
    });
  }

  /** A request's body is needed no longer. */
  release(request: IncomingMessage): void {
    this.#bytes -= this.#held.get(request) ?? 0;
    this.#held.delete(request);
  }

  #add(request: IncomingMessage, bytes: number): ApiError | undefined {
    const { bodyBytes, bodiesBytes } = this.#limits;
    const own = (this.#held.get(request) ?? 0) + bytes;
    if (own > bodyBytes) return tooLarge(bodyBytes);
    if (this.#bytes + bytes > bodiesBytes) return tooMany(bodiesBytes);
    this.#held.set(request, own);
    this.#bytes += bytes;
    return undefined;
  }
}

function tooLarge(bodyBytes: number): ApiError {
  return new ApiError(413, `the body is larger than ${bodyBytes} bytes: send less`, {
    code: "body_too_large",
  });
}

function tooMany(bodiesBytes: number): ApiError {
  return new ApiError(
    429,
    `bodies of other requests take the ${bodiesBytes} bytes that there are for all: try again in ${RETRY_SECONDS}s`,
    { code: "bodies_full", retryAfterSeconds: RETRY_SECONDS },
  );
}
