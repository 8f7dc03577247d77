import { InvalidArgumentError } from "commander";
import { PlannerError } from "../../errors.ts";
import { integerFrom } from "./option-values.ts";

const MOST_DEVICE = 255;

/** Parser of an option's value: GPUs by their indices, each once, with commas between them. */
export function deviceList(text: string): readonly number[] {
  const parse = integerFrom(0, MOST_DEVICE);
  const devices = text.split(",").map((each) => parse(each.trim()));
  if (new Set(devices).size === devices.length) return devices;
  throw new InvalidArgumentError("Name each GPU once.");
}

/**
 * The GPUs of the ranks: those that `--device` names, else the first ones.
 *
 * @throws PlannerError `E_USAGE` when it names more or fewer
 */
export function devicesOf(
  named: readonly number[] | undefined,
  tensorParallel: number,
): readonly number[] {
  const first = Array.from({ length: tensorParallel }, (_, rank) => rank);
  if (named === undefined || named.length === tensorParallel) return named ?? first;
  const gpus = (count: number) => `${count} GPU${count === 1 ? "" : "s"}`;
  throw new PlannerError(
    "E_USAGE",
    `--device names ${gpus(named.length)}, and the plan is for ${tensorParallel}`,
    { remedy: `Name as many: --device ${first.join(",")}.` },
  );
}
