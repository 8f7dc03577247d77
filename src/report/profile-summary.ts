import type { Profile } from "../generated/profile.ts";
import type { ProfileSummary } from "../profile/summary.ts";
import { renderPairs, renderTable } from "../text/table.ts";
import { formatPercent } from "../text/units.ts";
import { temperatureText } from "./temperature-text.ts";

/**
 * What was measured, for the terminal: ceilings, pairs, and how far to trust interpolation.
 *
 * @param temperatureC lowest and highest of the chip, where they were logged
 */
export function profileSummaryText(
  profile: Profile,
  summary: ProfileSummary,
  temperatureC?: readonly [number, number],
): string {
  const { gpu, model, provenance } = profile;
  const { spread, notes, leftOut } = summary;
  const head = renderPairs([
    ["GPU", `${gpu.count} x ${gpu.name}, ${gpu.smCount} SMs, driver ${provenance.driver}`],
    ["Model", `${model.id} at tensor parallelism ${model.tensorParallel}`],
    ["Ceilings", ceilingsText(summary)],
    ["Power", `cap ${summary.power.capW ?? "unknown"} W, idle ${summary.power.idleW} W`],
    ...(temperatureC === undefined
      ? []
      : [["Temperature", `${temperatureText(temperatureC)} under load`] as [string, string]]),
    [
      "Measured",
      `${provenance.measurements} points in ${provenance.gpuSeconds} s, spread ${formatPercent(spread.median)} (median), ${formatPercent(spread.p95)} (95%)`,
    ],
  ]);
  const sections = [head, pairsText(summary), ...defaultsText(summary), holdOutText(summary)];
  if (notes.length > 0) sections.push(listText("Notes:", notes));
  if (leftOut.length > 0) sections.push(listText("Left out:", leftOut));
  return sections.join("\n\n");
}

function listText(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`)].join("\n");
}

function ceilingsText({ ceilings }: ProfileSummary): string {
  const sustained = ceilings.sustainedGemmFlopsPerSecond;
  const parts = [
    `GEMM ${(ceilings.gemmFlopsPerSecond / 1e12).toFixed(0)} TFLOP/s`,
    sustained === undefined ? undefined : `(sustained ${(sustained / 1e12).toFixed(0)})`,
    `copy ${(ceilings.copyBytesPerSecond / 1e12).toFixed(2)} TB/s`,
    ceilings.networkBytesPerSecond === null
      ? undefined
      : `all-reduce ${(ceilings.networkBytesPerSecond / 1e9).toFixed(0)} GB/s`,
  ];
  return parts.filter((part) => part !== undefined).join(" ");
}

function pairsText({ pairs }: ProfileSummary): string {
  if (pairs.length === 0) return "No kernels were measured side by side.";
  const rows = pairs.map((pair) => [
    pair.group,
    pair.remainder.split(" ")[0] ?? "",
    pair.rateSum.toFixed(2),
    `${pair.groupSms}${pair.mechanism === "cta-limit" ? " (limit)" : ""}`,
    shortened(pair.implementation),
    pair.implementation === pair.fastestAlone ? "the same" : shortened(pair.fastestAlone),
    pair.fastestAloneRateSum?.toFixed(2) ?? "",
  ]);
  return renderTable(
    [
      { title: "co-running" },
      { title: "beside" },
      { title: "sum of rates", align: "right" },
      { title: "SMs", align: "right" },
      { title: "implementation" },
      { title: "fastest alone" },
      { title: "its sum", align: "right" },
    ],
    rows,
  );
}

function defaultsText({ defaults }: ProfileSummary): string[] {
  if (defaults.length === 0) return [];
  const table = renderTable(
    [
      { title: "gain over cuBLASLt's choice" },
      { title: "tokens", align: "right" },
      { title: "alone", align: "right" },
      { title: "co-running", align: "right" },
    ],
    defaults.map(({ kernel, tokens, gainAlone, gainInCompany }) => [
      kernel,
      String(tokens),
      `${gainAlone.toFixed(2)}x`,
      gainInCompany === null ? "" : `${gainInCompany.toFixed(2)}x`,
    ]),
  );
  return [table];
}

function holdOutText({ holdOut }: ProfileSummary): string {
  if (holdOut.length === 0) return "No points were held out to judge predictions by.";
  return renderTable(
    [
      { title: "error on points held out" },
      { title: "points", align: "right" },
      { title: "median", align: "right" },
      { title: "worst", align: "right" },
      { title: "worst at" },
    ],
    holdOut.map(({ what, points, median, worst, worstAt }) => [
      what,
      String(points),
      formatPercent(median, 1),
      formatPercent(worst, 1),
      worstAt,
    ]),
  );
}

const NAME_WIDTH = 28;

function shortened(name: string): string {
  return name.length > NAME_WIDTH ? `${name.slice(0, NAME_WIDTH - 1)}…` : name;
}
