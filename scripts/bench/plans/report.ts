import { basename } from "node:path";
import { ratioOf, type Side, type Span } from "./sides.ts";

const COLUMNS = [
  "workload",
  "plan",
  "kind",
  "batch",
  "period, predicted",
  "period",
  "step",
  "tokens/s",
  "least to most",
  "clock",
  "power",
  "over the first",
];

/** The plans as a table of Markdown, each workload's together. */
export function reportText(sides: readonly Side[]): string {
  const workloads = [...new Set(sides.map(({ workload }) => workload))];
  const rows = workloads.flatMap((name) => {
    const some = sides.filter(({ workload }) => workload === name);
    const [base] = some;
    return some.map((side) => cells(side, side === base || base === undefined ? undefined : base));
  });
  const rule = COLUMNS.map((_, index) => (index < 3 ? "---" : "---:"));
  return [COLUMNS, rule, ...rows].map((row) => `| ${row.join(" | ")} |\n`).join("");
}

function cells(side: Side, base: Side | undefined): string[] {
  const { least, most } = side.tokensPerSecond;
  return [
    side.workload,
    basename(side.plan, ".plan.yaml"),
    side.kind,
    String(side.batch),
    `${side.predictedPeriodUs.toFixed(1)} µs`,
    `${side.periodUs.median.toFixed(1)} µs`,
    `${(side.stepUs.median / 1000).toFixed(2)} ms`,
    side.tokensPerSecond.median.toFixed(0),
    `${least.toFixed(0)} to ${most.toFixed(0)}`,
    side.clockMhz === null ? "" : `${side.clockMhz.toFixed(0)} MHz`,
    side.powerW === null ? "" : `${side.powerW.toFixed(0)} W`,
    base === undefined ? "" : ratioText(ratioOf(side, base)),
  ];
}

function ratioText({ median, least, most }: Span): string {
  return `${median.toFixed(3)}x (${least.toFixed(3)}x to ${most.toFixed(3)}x)`;
}
