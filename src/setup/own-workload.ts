import { basename, dirname, resolve } from "node:path";
import { PlannerError } from "../errors.ts";
import { builtInDistribution } from "../workload/built-in-workload.ts";
import { isFile } from "../workload/parse-workload.ts";
import { checkoutName, checkoutOf, leadsInto } from "./checkout.ts";
import { parseSearchCommand } from "./search-command.ts";
import type { SearchOptions } from "./search-options.ts";

/** The requests that a plan or a set was made for, as its search was told of them. */
export type OwnWorkload = Pick<SearchOptions, "columns" | "maxPositions"> & { workload: string };

/**
 * Finds the requests of a plan or a set again. It may come from anyone, so that a file of requests
 * must be one of its own checkout: errors about others would tell what is in them.
 *
 * @param path of the plan or set
 * @param name what it calls its workload
 * @param command that made it
 * @throws PlannerError `E_UNREADABLE` when the file is not there, or lies elsewhere
 */
export function ownWorkload(path: string, name: string, command: string): OwnWorkload {
  const { workload, columns, maxPositions } = parseSearchCommand(command)?.options ?? {};
  const limit = maxPositions === undefined ? {} : { maxPositions };
  // A file of that name comes after the traces that are built in.
  if (builtInDistribution(name) !== undefined) return { workload: name, ...limit };
  const named = workload !== undefined && basename(workload) === name ? workload : name;
  if (!isFile(named) && !isFile(name)) return { workload: name, ...limit };
  const checkout = checkoutOf(path);
  const beside = resolve(dirname(path), basename(name));
  const found = [named, beside].find((file) => leadsInto(checkout, file));
  if (found !== undefined) {
    return { workload: found, ...limit, ...(columns !== undefined && { columns }) };
  }
  throw new PlannerError(
    "E_UNREADABLE",
    `its workload ${name} is no built-in one, and no file of ${checkoutName(checkout)}`,
    { remedy: "Name the file of requests with --workload, and its columns with --columns." },
  );
}
