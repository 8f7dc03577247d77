import type { Program } from "../../generated/program.ts";
import type { TracedInstruction } from "./cuda-engine.ts";

/**
 * Traces as events of the Trace Event Format, which Perfetto and Chrome show: a process for each
 * plan, a thread for each of its queues.
 */
export function chromeTrace(
  plans: readonly { name: string; program: Program; trace: readonly TracedInstruction[] }[],
): string {
  const events = plans.flatMap(({ name, program, trace }, pid) => [
    { ph: "M", name: "process_name", pid, args: { name } },
    ...[...program.streams.keys(), program.streams.length].map((tid) => ({
      ph: "M",
      name: "thread_name",
      pid,
      tid,
      args: { name: queueName(program, tid) },
    })),
    ...trace.map((instruction) => ({
      ph: "X",
      name: instruction.name,
      cat: instruction.layer === null ? "step" : `layer ${instruction.layer}`,
      pid,
      tid: instruction.queue,
      ts: instruction.startUs,
      dur: instruction.endUs - instruction.startUs,
      args: instruction.layer === null ? {} : { layer: instruction.layer },
    })),
  ]);
  return `${JSON.stringify({ displayTimeUnit: "ns", traceEvents: events })}\n`;
}

function queueName({ streams, partitions }: Program, queue: number): string {
  const stream = streams[queue];
  const partition = stream && partitions[stream.partition];
  if (partition === undefined) return "step, all SMs";
  return `${stream?.lane}, ${partition.side} of ${partition.smCount} SMs`;
}
