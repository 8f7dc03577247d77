import type { Document } from "../files/document.ts";
import type { Plan } from "../generated/plan.ts";
import { TOOL, VERSION } from "../tool.ts";
import type { Remark } from "./remark.ts";

/** Notes who made a plan or a set, where that was no version of this program up to this one. */
export function toolRemarks(
  { provenance: { tool } }: Pick<Plan, "provenance">,
  document: Document,
): Remark[] {
  const message = messageOf(tool);
  if (message === undefined) return [];
  const position = document.positionOf(["provenance", "tool"]);
  return [{ severity: "note", code: "tool", message, position }];
}

function messageOf(tool: string): string | undefined {
  const [name, version = ""] = tool.split(" ");
  const isOurs = name === TOOL.split(" ")[0] && /^\d+\.\d+\.\d+$/.test(version);
  if (!isOurs) return `it says that ${tool} made it, which is no version of this program`;
  if (!isNewer(version, VERSION)) return undefined;
  return `it was made by version ${version}, and this is ${VERSION}: a newer one may have made it otherwise`;
}

function isNewer(one: string, other: string): boolean {
  return one.localeCompare(other, "en", { numeric: true }) > 0;
}
