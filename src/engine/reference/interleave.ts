import { PlannerError } from "../../errors.ts";
import type { Program } from "../../generated/program.ts";
import { below, type Random } from "../../random.ts";
import { isCollective } from "./kernels/collectives.ts";

/** What becomes of an instruction on one GPU, each at a time of its own. */
export interface Stages {
  /** Its writes may begin. */
  start(rank: number, position: number): void;
  /** It sees its inputs. */
  read(rank: number, position: number): void;
  /** Its results are there. */
  finish(rank: number, position: number): void;
}

interface Queue {
  rank: number;
  positions: readonly number[];
  /** Instructions that have finished. */
  done: number;
  stage: "waiting" | "started" | "read";
  priority: number;
}

/**
 * Carries the instructions of a program out on each GPU of a tensor-parallel group, in a random
 * order that streams and waits allow. A collective finishes nowhere before it has read everywhere.
 *
 * As in probabilistic concurrency testing (Burckhardt et al. 2010), streams have random priorities,
 * and the first that can go on does. New priorities are drawn now and then; how often is random
 * too. With few draws one stream runs far ahead while another rests between reading and writing.
 * With many all take turns.
 *
 * @throws PlannerError `E_UNSOUND_PLAN` when no stream can go on
 */
export function interleave(program: Program, random: Random, stages: Stages): void {
  const { instructions, tensorParallel } = program;
  const queues = queuesOf(program);
  const finished = Array.from({ length: tensorParallel }, () => new Set<number>());
  const reads = new Int32Array(instructions.length);
  const drawProbability = 10 ** (-3 * random());

  const canGoOn = ({ rank, positions, done, stage }: Queue): boolean => {
    const position = positions[done];
    const instruction = position === undefined ? undefined : instructions[position];
    if (position === undefined || instruction === undefined) return false;
    if (stage === "waiting") return instruction.waits.every((wait) => finished[rank]?.has(wait));
    const meets = stage === "read" && isCollective(instruction.kernel.kind);
    return !meets || reads[position] === tensorParallel;
  };
  const goOn = (queue: Queue) => {
    const position = queue.positions[queue.done] as number;
    if (queue.stage === "waiting") {
      stages.start(queue.rank, position);
      queue.stage = "started";
    } else if (queue.stage === "started") {
      stages.read(queue.rank, position);
      reads[position] = (reads[position] ?? 0) + 1;
      queue.stage = "read";
    } else {
      stages.finish(queue.rank, position);
      finished[queue.rank]?.add(position);
      queue.done++;
      queue.stage = "waiting";
    }
  };

  draw(queues, random);
  let left = 3 * instructions.length * tensorParallel;
  for (; left > 0; left--) {
    const ready = queues.filter(canGoOn);
    if (ready.length === 0) break;
    goOn(ready.reduce((first, queue) => (queue.priority > first.priority ? queue : first)));
    if (random() < drawProbability) draw(queues, random);
  }
  if (left === 0) return;
  throw new PlannerError("E_UNSOUND_PLAN", "the instructions of the program wait for each other", {
    remedy: "Run verify on the plan.",
  });
}

function queuesOf({ streams, instructions, tensorParallel }: Program): Queue[] {
  const positions = streams.map((_, stream) =>
    [...instructions.keys()].filter((position) => instructions[position]?.stream === stream),
  );
  return Array.from({ length: tensorParallel }, (_, rank) => rank).flatMap((rank) =>
    positions.map(
      (each): Queue => ({ rank, positions: each, done: 0, stage: "waiting", priority: 0 }),
    ),
  );
}

function draw(queues: readonly Queue[], random: Random): void {
  const left = queues.map((_, index) => index);
  for (const queue of queues) queue.priority = left.splice(below(random, left.length), 1)[0] ?? 0;
}
