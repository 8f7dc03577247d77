import { printable } from "./text/printable.ts";

/** Exit codes of the command line; documented in `docs/exit-codes.md`. */
export const EXIT = {
  done: 0,
  internal: 1,
  usage: 2,
  infeasible: 3,
  gateFailed: 4,
  gpuMissing: 5,
  interrupted: 130,
  terminated: 143,
} as const;

const EXIT_CODE_OF = {
  E_INTERNAL: EXIT.internal,
  /** An option or argument that does not parse or contradicts another. */
  E_USAGE: EXIT.usage,
  /** A model, GPU, operation or solver that is not known. */
  E_UNKNOWN_NAME: EXIT.usage,
  /** An input file that does not exist or cannot be read. */
  E_UNREADABLE: EXIT.usage,
  /** An output file that cannot be written. */
  E_UNWRITABLE: EXIT.usage,
  /** A file whose syntax or schema is wrong. */
  E_INVALID_FILE: EXIT.usage,
  /** A model configuration that is not supported, or does not fit the parallelism asked for. */
  E_INVALID_MODEL: EXIT.usage,
  /** A profile that does not belong to the model, GPU or parallelism asked for, or has holes. */
  E_PROFILE_MISMATCH: EXIT.usage,
  /** No profile for what was asked. */
  E_NO_PROFILE: EXIT.usage,
  /** A plan that breaks a dependence, a share, a token range or its own hash. */
  E_UNSOUND_PLAN: EXIT.usage,
  /** The model, or a request of the workload, does not fit the memory of the GPU; or no request fits the positions of the model. */
  E_INFEASIBLE: EXIT.infeasible,
  E_GATE_FAILED: EXIT.gateFailed,
  E_NO_GPU: EXIT.gpuMissing,
  /** A native program that cannot be built or that died. */
  E_NATIVE: EXIT.gpuMissing,
  E_INTERRUPTED: EXIT.interrupted,
} as const;

export type ErrorCode = keyof typeof EXIT_CODE_OF;

/** Place in an input file; line and column start at 1. */
export interface SourcePosition {
  path: string;
  line?: number;
  column?: number;
}

export interface PlannerErrorOptions {
  /** What the user can do about it, as one sentence. */
  remedy?: string;
  position?: SourcePosition;
  cause?: unknown;
}

/** The only error that the program throws on purpose; anything else is a defect. */
export class PlannerError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string | undefined;
  readonly position: SourcePosition | undefined;

  constructor(code: ErrorCode, message: string, options: PlannerErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "PlannerError";
    this.code = code;
    this.remedy = options.remedy;
    this.position = options.position;
  }

  get exitCode(): number {
    return EXIT_CODE_OF[this.code];
  }
}

/** `path:line:column` as far as it is known. */
export function formatPosition({ path, line, column }: SourcePosition): string {
  return [printable(path), line, column].filter((part) => part !== undefined).join(":");
}
