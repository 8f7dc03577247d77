import { renderTable } from "../../../src/text/table.ts";
import type { FormatResult, Range } from "./compare.ts";

const right = (title: string) => ({ title, align: "right" as const });

/** A row a choice of formats. */
export function formatTable(results: readonly FormatResult[]): string {
  return renderTable(
    [
      { title: "in FP8" },
      ...[right("error"), right("same token"), right("of a prompt")],
      ...[right("divergence"), right("of a prompt"), right("median"), right("most"), right("loss")],
    ],
    results.map(({ inFp8, error, agreement, divergence, ofPrompts, loss }) => [
      ...[inFp8, `${(error * 100).toFixed(2)}%`],
      ...[percent(agreement), between(ofPrompts.agreement, percent)],
      ...[nats(divergence.mean), between(ofPrompts.divergence, nats)],
      ...[nats(divergence.median), nats(divergence.most)],
      loss.toFixed(4),
    ]),
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

function nats(value: number): string {
  return value.toFixed(5);
}

function between([least, most]: Range, text: (value: number) => string): string {
  return `${text(least)} to ${text(most)}`;
}
