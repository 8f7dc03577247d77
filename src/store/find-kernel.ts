import type { SessionFile } from "./session-file.ts";

/** A kernel that was wanted, and where it lies. */
export interface Found {
  name: string;
  file: SessionFile;
  /** In the session's list of kernels. */
  position: number;
}

/**
 * @returns the kernel in the first session that has it whole, else in the first that has it as a
 *   reference; undefined when none has it
 */
export function firstWith(ranked: readonly SessionFile[], name: string): Found | undefined {
  return firstOf(ranked, name, "whole") ?? firstOf(ranked, name, "reference");
}

function firstOf(
  ranked: readonly SessionFile[],
  name: string,
  grade: "whole" | "reference",
): Found | undefined {
  for (const file of ranked) {
    const position = file.session.kernels.findIndex(
      (kernel) => kernel.name === name && (kernel.reference === true) === (grade === "reference"),
    );
    if (position >= 0) return { name, file, position };
  }
  return undefined;
}
