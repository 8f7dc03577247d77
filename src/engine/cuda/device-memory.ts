import { PlannerError } from "../../errors.ts";
import { formatBytes } from "../../text/units.ts";

/** Region of device memory, and what it is for, as refusals name it. */
export interface Region {
  name: string;
  bytes: number;
  purpose: string;
}

/** Left to the driver: contexts, graphs, the loaded kernels. */
const RESERVE_BYTES = 1 << 30;

/**
 * @throws PlannerError `E_INFEASIBLE` with the sum when the regions do not fit what is free
 */
export function requireFit(regions: readonly Region[], freeBytes: number): void {
  const sum = regions.reduce((total, { bytes }) => total + bytes, RESERVE_BYTES);
  if (sum <= freeBytes) return;
  const parts = [
    ...regions.map(({ bytes, purpose }) => `${formatBytes(bytes)} for ${purpose}`),
    `${formatBytes(RESERVE_BYTES)} for the driver`,
  ];
  throw new PlannerError(
    "E_INFEASIBLE",
    `the run needs ${formatBytes(sum)} of GPU memory (${parts.join(", ")}), and ${formatBytes(freeBytes)} are free`,
    { remedy: "Run fewer layers with --layers, or free the GPU of other programs." },
  );
}
