import { type Command, Option } from "commander";
import { isStandardOutput } from "../../files/destination.ts";
import type { Plan } from "../../generated/plan.ts";
import { readPlan } from "../../plan/plan-file.ts";
import { planHash } from "../../plan/plan-hash.ts";
import { verifyCommand } from "../../plan/verify-command.ts";
import { renderHtml } from "../../report/chart/plan-html.ts";
import { renderSvg } from "../../report/chart/plan-svg.ts";
import { renderTrace } from "../../report/chart/plan-trace.ts";
import { renderGantt } from "../../report/gantt.ts";
import type { CommandContext } from "../console/context.ts";
import { addExamples } from "../options/examples.ts";
import { formatOf } from "../options/format-of.ts";

/** Pictures take no notice of a terminal's width and colors. */
const FORMATS = {
  text: renderGantt,
  svg: (plan: Plan) => `${renderSvg(plan, 1140)}\n`,
  html: (plan: Plan) => renderHtml(plan),
  trace: (plan: Plan) => renderTrace(plan),
} as const;

type Format = keyof typeof FORMATS;

const ENDINGS = { ".svg": "svg", ".html": "html", ".json": "trace" } as const;

interface Options {
  format?: Format;
  out?: string;
}

export function register(command: Command, context: CommandContext): void {
  command
    .argument("<plan>", "plan file")
    .addOption(
      new Option(
        "--format <format>",
        "chart as text or SVG, page with tables, or Perfetto trace (default: by the ending of --out, else text)",
      ).choices(Object.keys(FORMATS)),
    )
    .option("--out <file>", "write the picture to a file; - is standard output");
  addExamples(command, [
    ["show mixtral.plan.yaml", "draw a plan as a chart in the terminal"],
    ["show mixtral.plan.yaml --out mixtral.html", "a page to zoom, print and share"],
    ["show mixtral.plan.yaml --out mixtral.svg", "a picture for a document"],
    ["show mixtral.plan.yaml --format trace --out mixtral.json", "open it in ui.perfetto.dev"],
  ]);
  command.action((path: string, options: Options) => show(path, options, context));
}

function show(
  path: string,
  { out, format = formatOf(out, ENDINGS) }: Options,
  context: CommandContext,
): void {
  if (out !== undefined) context.checkFile(out, [path]);
  const { plan } = readPlan(path);
  if (planHash(plan) !== plan.hash)
    context.note(
      `note: ${path} was changed after the search; \`${verifyCommand(path)}\` says where`,
    );
  const render = FORMATS[format];
  const { columns: width, color } = context;
  if (out === undefined) {
    const text = render(plan, { width, color });
    context.output({ plan: path, format, text }, () => text);
  } else {
    context.writeFile(out, render(plan, { width, color: false }));
    if (!isStandardOutput(out)) context.output({ plan: path, format, out }, () => `wrote ${out}`);
  }
}
