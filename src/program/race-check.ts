import type { BufferAccess, Program } from "../generated/program.ts";
import { happensBefore } from "./happens-before.ts";
import { placeOf } from "./memory-place.ts";

/**
 * Two instructions that touch the same bytes, one of them writing, in no certain order; or one that
 * does so through two buffers.
 */
export interface Race {
  /** Positions in the program; equal for an instruction by itself. */
  first: number;
  second: number;
  /** Buffers through which they touch the bytes. */
  firstBuffer: string;
  secondBuffer: string;
}

interface Access {
  instruction: number;
  buffer: string;
  start: number;
  end: number;
  write: boolean;
}

/**
 * Finds all races of a program. The order of its instructions is worked out anew from streams and
 * waits. Arena buffers are compared by their place in the arena, the KV of a layer by its rows.
 * What a step does around its layers is in order by itself.
 *
 * @throws PlannerError `E_UNSOUND_PLAN` when a wait does not point to an earlier instruction
 */
export function findRaces(program: Program): Race[] {
  const before = happensBefore(program);
  const races = new Map<string, Race>();
  for (const accesses of accessesByMemory(program)) {
    for (const [a, b] of conflicts(accesses)) {
      const [first, second] = a.instruction < b.instruction ? [a, b] : [b, a];
      if (before(first.instruction, second.instruction)) continue;
      races.set(`${first.instruction} ${second.instruction}`, {
        first: first.instruction,
        second: second.instruction,
        firstBuffer: first.buffer,
        secondBuffer: second.buffer,
      });
    }
  }
  return [...races.values()].sort((a, b) => a.first - b.first || a.second - b.second);
}

/** Accesses with byte addresses, apart for each memory: the arena, and the KV of each layer. */
function accessesByMemory({ buffers, instructions }: Program): Access[][] {
  const memories = new Map<string, Access[]>();
  for (const [instruction, { reads, writes }] of instructions.entries()) {
    const add = (access: BufferAccess, write: boolean) => {
      const { memory, start, end } = placeOf(buffers, access);
      const accesses = memories.get(memory) ?? [];
      accesses.push({ instruction, buffer: buffers[access.buffer]?.id ?? "", start, end, write });
      memories.set(memory, accesses);
    };
    for (const access of reads) add(access, false);
    for (const access of writes) add(access, true);
  }
  return [...memories.values()];
}

/**
 * Pairs of accesses that overlap, one writing, by a sweep over addresses. An instruction may change
 * a buffer in place.
 */
function* conflicts(accesses: readonly Access[]): Generator<[Access, Access]> {
  let open: Access[] = [];
  for (const access of [...accesses].sort((a, b) => a.start - b.start)) {
    open = open.filter(({ end }) => end > access.start);
    for (const other of open) {
      if (!access.write && !other.write) continue;
      const isInPlace = access.instruction === other.instruction && access.buffer === other.buffer;
      if (!isInPlace) yield [other, access];
    }
    open.push(access);
  }
}
