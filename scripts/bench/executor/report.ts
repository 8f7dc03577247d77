const COLUMNS = [
  "batch",
  "plan",
  "predicted",
  "measured",
  "error",
  "spread",
  "against sequential",
  "emitted",
  "clock",
];

/** The rows as a table of Markdown, and what they come to. */
export function reportText({ gpu, layers, rows, summary, failures }) {
  if (summary === undefined) return "Nothing was measured.\n";
  return [
    `${gpu}, ${layers} layers; batches are tokens-decode-context; µs a layer.`,
    "",
    line(COLUMNS),
    line(COLUMNS.map((_, index) => (index < 2 ? "---" : "---:"))),
    ...rows.map((row) => line(cells(row))),
    "",
    ...summaryLines(summary),
    ...failures.map(({ batch, message }) => `- ${batch} failed: ${message.split("\n")[0]}`),
    "",
  ].join("\n");
}

function cells({
  batch,
  plan,
  uncapped,
  predictedUs,
  measuredUs,
  error,
  spread,
  verdict,
  speedup,
  emitted,
  clockMhz,
}) {
  return [
    batch,
    uncapped ? `${plan}, of a card without cap` : plan,
    predictedUs.toFixed(1),
    measuredUs.toFixed(1),
    signed(error),
    percent(spread),
    verdict === undefined ? "" : `${verdict}, ${speedup.toFixed(3)}x`,
    emitted === undefined ? "" : emitted ? "yes" : "no",
    clockMhz === null ? "" : `${clockMhz.toFixed(0)} MHz`,
  ];
}

function summaryLines({
  plans,
  errors,
  errorsByKind,
  overlapped,
  emitted,
  graphOverhead,
  hostShare,
}) {
  const errorText = ({ median, worst }) => `median ${percent(median)}, worst ${percent(worst)}`;
  const byKind = Object.entries(errorsByKind).map(([kind, some]) => `${kind}: ${errorText(some)}`);
  const verdicts = (some) =>
    `${some.faster} faster, ${some.same} the same, ${some.slower} slower than sequential`;
  const span = ({ median, least, most }) =>
    `${percent(median)} (${percent(least)} to ${percent(most)})`;
  return [
    `- Error of ${plans} predicted periods: ${errorText(errors)}; ${byKind.join("; ")}.`,
    `- Overlapped plans: ${verdicts(overlapped)}; of those whose gain search trusts: ${verdicts(emitted)}.`,
    ...(graphOverhead === null
      ? []
      : [
          `- Sequential period in the graph over the sum of its kernels alone at the same clock: ${span(graphOverhead)} more.`,
        ]),
    ...(hostShare === null
      ? []
      : [`- The host's time for launching a step: ${span(hostShare)} of it.`]),
  ];
}

function line(values) {
  return `| ${values.join(" | ")} |`;
}

function percent(share) {
  return `${(share * 100).toFixed(2)}%`;
}

function signed(share) {
  return `${share < 0 ? "" : "+"}${percent(share)}`;
}
