import { BYTES_PER_WORD } from "./binding/binding.ts";
import type { PlannedProgram } from "./device-plan.ts";

/** What capturing a program will take. */
export interface CaptureForecast {
  name: string;
  instructions: number;
  seconds: number;
  /** Of GPU memory: its inputs, and the graph. */
  bytes: number;
}

/**
 * On an H200 (driver 580, CUDA 13.0) 30 programs with 11,115 instructions took 1.53 s and 136 MB, 32 with
 * 12,318 took 1.59 s and 124 MB; the first of them 0.15 s more, in which libraries are loaded.
 */
const FIRST_SECONDS = 0.15;
const SECONDS_PER_INSTRUCTION = 120e-6;
const BYTES_PER_INSTRUCTION = 11e3;

/** In the order in which programs are captured. */
export function captureForecast(
  programs: ReadonlyMap<string, Pick<PlannedProgram, "inputs" | "step" | "layers">>,
): CaptureForecast[] {
  return [...programs].map(([name, { inputs, step, layers }], index) => {
    const instructions = step.steps.length + (layers?.steps.length ?? 0);
    return {
      name,
      instructions,
      seconds: instructions * SECONDS_PER_INSTRUCTION + (index === 0 ? FIRST_SECONDS : 0),
      bytes: inputs.length * BYTES_PER_WORD + instructions * BYTES_PER_INSTRUCTION,
    };
  });
}
