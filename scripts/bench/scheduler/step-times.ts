import type { StepRecord } from "../../../src/runtime/serving/step-record.ts";
import { requests, runtimeFor, type SchedulerLoad } from "./load.ts";

/** Times of steps on the host, µs. */
export interface StepTimes {
  steps: number;
  /** Mean over the steps. */
  running: number;
  waiting: number;
  paddingShare: number;
  /** From one step to the next: scheduling, layout, and giving tokens out. */
  stepUs: Quantiles;
  /** Scheduling and layout alone. */
  scheduleUs: Quantiles;
  /** Time on all cores, garbage collection and arrivals included; mean. */
  cpuUs: number;
}

interface Quantiles {
  /** What a step takes that no other program disturbs, also on a machine that is shared. */
  p10: number;
  median: number;
  p99: number;
  worst: number;
}

interface Timed {
  record: StepRecord;
  stepUs: number;
}

/** Steps at the start that do not count: the ramp, and code that is not compiled yet. */
const WARM_UP_STEPS = 1500;

export async function timeSteps(
  load: SchedulerLoad,
  waiting: number,
  steps: number,
): Promise<StepTimes> {
  const timed: Timed[] = [];
  const inputs = requests(waiting + load.running);
  let next = inputs.length;
  let lastMs = performance.now();
  let cpu = process.cpuUsage();
  const runtime = runtimeFor(load, (record) => {
    timed.push({ record, stepUs: (performance.now() - lastMs) * 1000 });
    if (timed.length === WARM_UP_STEPS) cpu = process.cpuUsage();
    if (timed.length === WARM_UP_STEPS + steps) cpu = process.cpuUsage(cpu);
    if (timed.length >= WARM_UP_STEPS + steps) void runtime.close();
    else while (runtime.state.waiting < waiting) submit();
    lastMs = performance.now();
  });
  // As many arrive as are admitted.
  const submit = () =>
    void runtime.submit(inputs[next++ % inputs.length] as (typeof inputs)[0], () => {});
  for (const input of inputs) runtime.submit(input, () => {});
  await runtime.idle();
  const counted = timed.slice(WARM_UP_STEPS, WARM_UP_STEPS + steps);
  const mean = (value: (record: StepRecord) => number) =>
    counted.reduce((sum, { record }) => sum + value(record), 0) / counted.length;
  return {
    steps: counted.length,
    running: Math.round(mean((record) => record.running)),
    waiting: Math.round(mean((record) => record.waiting)),
    paddingShare: mean(
      ({ rows }) =>
        rows.padding / (rows.decode + rows.decodeInPrefill + rows.prompt + rows.padding),
    ),
    stepUs: quantiles(counted.map(({ stepUs }) => stepUs)),
    scheduleUs: quantiles(counted.map(({ record }) => record.scheduleUs)),
    cpuUs: Math.round((cpu.user + cpu.system) / steps),
  };
}

function quantiles(values: readonly number[]): Quantiles {
  const ascending = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round(
      ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? 0,
    );
  return { p10: at(0.1), median: at(0.5), p99: at(0.99), worst: at(1) };
}
