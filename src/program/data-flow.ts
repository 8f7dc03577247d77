import type { BufferAccess, Instruction, Program, StepInstruction } from "../generated/program.ts";
import { type MemoryPlace, placeOf } from "./memory-place.ts";

/** Bytes from the instruction that writes them until they are written again. */
export interface Version extends MemoryPlace {
  buffer: number;
  /** Positions in `wholeStep`. */
  writer: number;
  readers: readonly number[];
}

/** An instruction that does not find what it should read. */
export interface StaleRead {
  /** Position in `wholeStep`. */
  reader: number;
  buffer: string;
  /** The instruction that wrote what it finds; undefined where nothing was written. */
  writer: number | undefined;
}

export interface DataFlow {
  versions: readonly Version[];
  staleReads: readonly StaleRead[];
}

interface Piece extends Version {
  readers: number[];
}

export type AnyInstruction = Instruction | StepInstruction;

/** What a step does, in an order that keeps the program's. */
export function wholeStep({ before, instructions, after }: Program): readonly AnyInstruction[] {
  return [...before, ...instructions, ...after];
}

/** Name of an instruction, the same in each layer. */
export function nameOf(instruction: AnyInstruction): string {
  return "nanoOperation" in instruction ? instruction.nanoOperation : instruction.operation;
}

/**
 * Follows each byte of a program without races from writers to readers.
 *
 * A read is stale when its bytes were last written through another buffer, or not at all. It is
 * also stale when the same nano-operation wrote or read them in an earlier layer. Since a program
 * without races gives the same data in whatever order, one order tells for all.
 */
export function dataFlow(program: Program): DataFlow {
  const live = new Map<string, Piece[]>();
  const overwritten: Piece[] = [];
  const staleReads: StaleRead[] = [];
  const sequence = wholeStep(program);
  const names = sequence.map(nameOf);
  for (const [position, { reads, writes }] of sequence.entries()) {
    for (const access of reads) {
      const place = placeOf(program.buffers, access);
      const pieces = cutAt(live.get(place.memory) ?? [], place);
      live.set(place.memory, pieces);
      const found = pieces.filter((piece) => overlap(piece, place));
      const stale = found.find(
        ({ buffer, writer, readers }) =>
          buffer !== access.buffer ||
          [writer, ...readers].some((earlier) => names[earlier] === names[position]),
      );
      const bytes = found.reduce((sum, { start, end }) => sum + end - start, 0);
      if (stale !== undefined || bytes < place.end - place.start) {
        staleReads.push({
          reader: position,
          buffer: program.buffers[access.buffer]?.id ?? "",
          writer: stale?.writer,
        });
      }
      for (const { readers } of found) readers.push(position);
    }
    for (const access of writes) {
      const place = placeOf(program.buffers, access);
      const pieces = cutAt(live.get(place.memory) ?? [], place);
      overwritten.push(...pieces.filter((piece) => overlap(piece, place)));
      live.set(place.memory, [
        ...pieces.filter((piece) => !overlap(piece, place)),
        written(access, place, position),
      ]);
    }
  }
  return { versions: [...overwritten, ...[...live.values()].flat()], staleReads };
}

function written({ buffer }: BufferAccess, place: MemoryPlace, writer: number): Piece {
  return { ...place, buffer, writer, readers: [] };
}

/** Cuts pieces where the place starts and ends, so that each lies inside of it or outside. */
function cutAt(pieces: readonly Piece[], place: MemoryPlace): Piece[] {
  return pieces.flatMap((piece) => {
    if (!overlap(piece, place)) return [piece];
    const inner = [place.start, place.end].filter((at) => at > piece.start && at < piece.end);
    if (inner.length === 0) return [piece];
    const bounds = [piece.start, ...inner, piece.end];
    return bounds.slice(1).map((end, index) => ({
      ...piece,
      start: bounds[index] as number,
      end,
      readers: [...piece.readers],
    }));
  });
}

function overlap(a: MemoryPlace, b: MemoryPlace): boolean {
  return a.start < b.end && b.start < a.end;
}
