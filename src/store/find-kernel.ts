import type { SessionFile } from "./session-file.ts";

/** A kernel that was wanted, and where it lies. */
export interface Found {
  name: string;
  file: SessionFile;
  /** In the session's list of kernels. */
  position: number;
}

/** @returns the kernel in the first session that has it; undefined when none does */
export function firstWith(ranked: readonly SessionFile[], name: string): Found | undefined {
  for (const file of ranked) {
    const position = file.session.kernels.findIndex((kernel) => kernel.name === name);
    if (position >= 0) return { name, file, position };
  }
  return undefined;
}
