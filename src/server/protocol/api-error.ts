/** What a client gets in the place of an answer, in the shape that OpenAI's clients read. */
export interface ApiErrorBody {
  error: { message: string; type: string; param: string | null; code: string | null };
}

export interface ApiErrorOptions {
  type?: string;
  code?: string;
  /** The key of the request that is at fault. */
  param?: string;
  /** Seconds, a whole number from 1 to 60: clients obey no other. */
  retryAfterSeconds?: number;
  /** Says to clients that read it that the same request fails again. */
  isFinal?: boolean;
  cause?: unknown;
}

/** An error that a client is told of, with the HTTP status where headers are not out yet. */
export class ApiError extends Error {
  readonly status: number;
  readonly options: ApiErrorOptions;

  constructor(status: number, message: string, options: ApiErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "ApiError";
    this.status = status;
    this.options = options;
  }

  get body(): ApiErrorBody {
    const { type = typeOf(this.status), param = null, code = null } = this.options;
    return { error: { message: this.message, type, param, code } };
  }

  get headers(): Record<string, string> {
    const { retryAfterSeconds, isFinal = false } = this.options;
    return {
      ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
      ...(isFinal && { "x-should-retry": "false" }),
    };
  }
}

/** 400: the request is at fault. @param param the key that is */
export function badRequest(message: string, param?: string, code?: string): ApiError {
  return new ApiError(400, message, {
    ...(param !== undefined && { param }),
    ...(code !== undefined && { code }),
  });
}

/** 500: this program is at fault. */
export function serverError(message: string, cause?: unknown): ApiError {
  return new ApiError(500, message, {
    code: "internal_error",
    ...(cause !== undefined && { cause }),
  });
}

function typeOf(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 404) return "not_found_error";
  if (status === 429) return "rate_limit_error";
  return status < 500 ? "invalid_request_error" : "server_error";
}
