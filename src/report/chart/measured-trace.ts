import type { Program } from "../../generated/program.ts";
import type { PlanTrace } from "../../trial/run-plans.ts";
import { chromeTrace } from "./chrome-trace.ts";

/** Steps as they ran, in the Trace Event Format: a process for each plan, a thread for each queue. */
export function renderMeasuredTrace(traces: readonly PlanTrace[]): string {
  return chromeTrace(
    traces.map(({ name, program, instructions }) => ({
      title: name,
      spans: instructions
        .toSorted((a, b) => a.queue - b.queue || a.startUs - b.startUs)
        .map(({ name: instruction, queue, startUs, endUs, layer }) => ({
          name: instruction,
          lane: queueName(program, queue),
          startUs,
          endUs,
          details: layer === null ? {} : { layer },
        })),
    })),
  );
}

function queueName({ streams, partitions }: Program, queue: number): string {
  const stream = streams[queue];
  const partition = stream && partitions[stream.partition];
  if (partition === undefined) return "step, all SMs";
  return `${stream?.lane}, ${partition.side} of ${partition.smCount} SMs`;
}
