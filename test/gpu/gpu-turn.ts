import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";

const PATIENCE_MS = 300;

/** Longest wait for a turn: the other files' tests, on a slow machine. */
export const TURN_TIMEOUT_MS = 3_600_000;

/**
 * Waits until no other test file uses the GPU: jest runs files at the same time, and what one
 * measures the others would disturb.
 *
 * @returns ends the turn; so does the end of this process
 */
export async function takeTurn(): Promise<() => void> {
  // A name in Linux's abstract namespace of sockets: nothing of it stays behind.
  const name = `\0nanoflow-plan-gpu-${process.env.CUDA_VISIBLE_DEVICES ?? ""}`;
  for (;;) {
    const holder = await listenAt(name);
    if (holder !== undefined) return () => holder.close();
    await setTimeout(PATIENCE_MS);
  }
}

/** @returns nothing when another process holds the name */
function listenAt(path: string) {
  const server = createServer();
  return new Promise<typeof server | undefined>((resolve, reject) => {
    server.once("listening", () => resolve(server));
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen({ path });
  });
}
