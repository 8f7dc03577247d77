import { parseArgs } from "node:util";
import { batchNames } from "./batches.ts";
import type { RunOptions } from "./commands.ts";

const OPTIONS = {
  json: { type: "boolean", default: false },
  device: { type: "string", default: "0" },
  native: { type: "string" },
  gpu: { type: "string", default: "h200-sxm" },
  layers: { type: "string" },
  iterations: { type: "string", default: "3" },
  only: { type: "string", default: batchNames().join(",") },
  plans: { type: "string" },
} as const;

export interface Options extends RunOptions {
  json: boolean;
  gpu: string;
  /** Of the batches. */
  names: readonly string[];
  plans?: string | undefined;
}

/** @throws Error when an option is unknown, or its value makes no sense */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (!/^\d+$/.test(values.device)) throw new Error(`--device ${values.device} is no GPU's index`);
  if (!/^[1-9]\d*$/.test(values.iterations))
    throw new Error(`--iterations ${values.iterations} is no number of rounds`);
  if (values.layers !== undefined && !/^[1-9]\d*$/.test(values.layers))
    throw new Error(`--layers ${values.layers} is no number of layers`);
  const names = values.only.split(",");
  const unknown = names.find((name) => !batchNames().includes(name));
  if (unknown !== undefined)
    throw new Error(`--only ${unknown}: the batches are ${batchNames().join(", ")}`);
  return { ...values, names };
}
