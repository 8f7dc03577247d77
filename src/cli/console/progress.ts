import { SingleBar } from "cli-progress";
import type { OutputStream } from "./process.ts";

export interface ProgressBar {
  /** `total` replaces the one given at the start, for work whose amount shows on the way. */
  update(done: number, note?: string, total?: number): void;
  /** Clears the line; call it also when the work failed. */
  stop(): void;
}

const SILENT: ProgressBar = { update: () => {}, stop: () => {} };

/** A bar on the given terminal, or one that shows nothing where there is none. */
export function terminalBar(
  stream: OutputStream | undefined,
  label: string,
  total: number,
): ProgressBar {
  if (stream === undefined) return SILENT;
  const bar = new SingleBar({
    stream: stream as NodeJS.WritableStream,
    format: `${label} [{bar}] {percentage}% {note}`,
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
  });
  bar.start(total, 0, { note: "" });
  return {
    update: (done, note, newTotal) => {
      if (newTotal !== undefined) bar.setTotal(newTotal);
      bar.update(done, note === undefined ? {} : { note });
    },
    stop: () => bar.stop(),
  };
}
