import pc from "picocolors";
import type { Cell, Owner } from "./gantt-lane.ts";

/** Cells as text, in the colours of their owners where the terminal takes colours. */
export type Paint = (cells: readonly Cell[]) => string;

export function painter(color: boolean): Paint {
  const colors = pc.createColors(color);
  const ofBatches = [colors.bgCyan, colors.bgYellow, colors.bgGreen, colors.bgMagenta];
  const paintOf = (owner: Owner) =>
    owner === "whole" ? colors.bgWhite : (ofBatches[owner % ofBatches.length] ?? colors.bgCyan);
  return (cells) =>
    runsOf(cells)
      .map(({ text, owner }) => (owner === undefined ? text : colors.black(paintOf(owner)(text))))
      .join("");
}

/** Neighbours of the same owner joined. */
function runsOf(cells: readonly Cell[]): Cell[] {
  const runs: Cell[] = [];
  for (const { text, owner } of cells) {
    const last = runs.at(-1);
    if (last !== undefined && last.owner === owner) last.text += text;
    else runs.push({ text, owner });
  }
  return runs;
}
