import { PlannerError } from "../errors.ts";
import type { Program } from "../generated/program.ts";

/** Whether one instruction, by its position in the program, ends before another starts. */
export type HappensBefore = (earlier: number, later: number) => boolean;

/**
 * The order that streams and waits enforce, by vector clocks (Mattern 1989). An instruction's clock
 * holds, for each stream, how many of its instructions have ended when it ends.
 *
 * @throws PlannerError `E_UNSOUND_PLAN` when a wait does not point to an earlier instruction
 */
export function happensBefore({
  streams,
  instructions,
}: Pick<Program, "streams" | "instructions">): HappensBefore {
  const clocks: Int32Array[] = [];
  const newest = streams.map(() => new Int32Array(streams.length));
  for (const [position, { stream, waits, nanoOperation, layer }] of instructions.entries()) {
    const clock = (newest[stream] ?? new Int32Array(streams.length)).slice();
    for (const wait of waits) {
      const awaited = clocks[wait];
      if (awaited === undefined) {
        throw new PlannerError(
          "E_UNSOUND_PLAN",
          `instruction ${position} (${nanoOperation}, layer ${layer}) waits for instruction ${wait}, which is not before it`,
          { remedy: "Lower the plan again." },
        );
      }
      for (const [index, ended] of awaited.entries()) {
        if (ended > (clock[index] ?? 0)) clock[index] = ended;
      }
    }
    clock[stream] = (newest[stream]?.[stream] ?? 0) + 1;
    clocks.push(clock);
    newest[stream] = clock;
  }
  return (earlier, later) => {
    const stream = instructions[earlier]?.stream ?? 0;
    if (earlier === later) return false;
    return (clocks[later]?.[stream] ?? 0) >= (clocks[earlier]?.[stream] ?? 0);
  };
}
