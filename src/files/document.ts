import type { SourcePosition } from "../errors.ts";

/** A parsed file that can tell where each of its values stands. */
export interface Document {
  path: string;
  value: unknown;
  /** Whether no text in it can hold a control or invisible character, by a look at the file's text. */
  isPlain?: true;
  /** The first value that readers of YAML 1.1 take for one of another type, where there is one. */
  olderReading?: SourcePosition;
  /** Position of the value at a path of keys and indices, or of its nearest ancestor in the file. */
  positionOf(keys: readonly (string | number)[]): SourcePosition;
}
