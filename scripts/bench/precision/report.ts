import { renderTable } from "../../../src/text/table.ts";
import type { FormatResult } from "./compare.ts";

const right = (title: string) => ({ title, align: "right" as const });

/** A row a choice of formats. */
export function formatTable(results: readonly FormatResult[]): string {
  return renderTable(
    [
      { title: "in FP8" },
      ...[right("error"), right("same token"), right("divergence"), right("median"), right("most")],
      right("loss"),
    ],
    results.map(({ inFp8, error, agreement, divergence, loss }) => [
      inFp8,
      `${(error * 100).toFixed(2)}%`,
      `${(agreement * 100).toFixed(1)}%`,
      ...[divergence.mean, divergence.median, divergence.most].map((value) => value.toFixed(5)),
      loss.toFixed(4),
    ]),
  );
}
