import { PlannerError } from "../errors.ts";
import type { Plan } from "../generated/plan.ts";
import { kvBytesPerToken, weightBytesPerGpu } from "../model/footprint.ts";
import { formatBytes } from "../text/units.ts";

/** Part of a GPU's memory that weights and KV cache may take beside everything else of a run. */
const ROOM = 0.9;

/**
 * Refuses more layers than any GPU like the plan's could hold, before a program is built or started:
 * weights, and the KV cache of the workload's decode tokens, are less than a run needs. The engine
 * itself adds up all regions, once it knows the GPU.
 *
 * @param layers how many layers are to run
 * @param memoryBytes of the GPU that the plan was made for
 * @throws PlannerError `E_INFEASIBLE`
 */
export function requireRoom(
  { model, gpu, workload }: Plan,
  layers: number,
  memoryBytes: number,
): void {
  const { decodeTokens, decodeContext } = workload;
  const bytesOf = (count: number) => {
    const part = { ...model, layers: count };
    const cached = decodeTokens * decodeContext * kvBytesPerToken(part, model.tensorParallel);
    return weightBytesPerGpu(part, model.tensorParallel) + cached;
  };
  if (bytesOf(layers) <= memoryBytes) return;
  const perLayer = bytesOf(1) - bytesOf(0);
  const fitting = Math.floor((memoryBytes * ROOM - bytesOf(0)) / perLayer);
  throw new PlannerError(
    "E_INFEASIBLE",
    `weights and KV cache of ${layers} layers take ${formatBytes(bytesOf(layers))}, and a ${gpu.id} has ${formatBytes(memoryBytes)}`,
    {
      remedy:
        fitting > 0
          ? `Run fewer layers: --layers ${fitting}.`
          : "Use a plan for a smaller model, or for a smaller --batch.",
    },
  );
}
