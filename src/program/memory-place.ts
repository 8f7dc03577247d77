import type { BufferAccess, ProgramBuffer } from "../generated/program.ts";

/** Bytes of one memory: the arena, or the KV rows of a layer. */
export interface MemoryPlace {
  memory: string;
  start: number;
  end: number;
}

export function placeOf(
  buffers: readonly ProgramBuffer[],
  { buffer, start, end }: BufferAccess,
): MemoryPlace {
  const { id = "", arenaOffset = null } = buffers[buffer] ?? {};
  const base = arenaOffset ?? 0;
  return { memory: arenaOffset === null ? id : "arena", start: base + start, end: base + end };
}
