import type { SourcePosition } from "../errors.ts";

/** A finding about a plan, or the error that kept it from being read. */
export interface Remark {
  severity: "error" | "note";
  /** Which check speaks, or the code of the error. */
  code: string;
  message: string;
  position?: SourcePosition | undefined;
  remedy?: string | undefined;
}
