import { type Command, Option } from "commander";
import { PlannerError } from "../../errors.ts";
import { isStandardOutput } from "../../files/destination.ts";
import type { Document } from "../../files/document.ts";
import { parseText, readText, validated } from "../../files/read-document.ts";
import type { Plan } from "../../generated/plan.ts";
import type { PlanSet } from "../../generated/plan-set.ts";
import { planHash } from "../../plan/plan-hash.ts";
import { verifyCommand } from "../../plan/verify-command.ts";
import { isPlanSet, planSetHash } from "../../plan-set/plan-set-file.ts";
import { renderHtml } from "../../report/chart/plan-html.ts";
import { renderPlanSet } from "../../report/chart/plan-set-svg.ts";
import { renderSvg } from "../../report/chart/plan-svg.ts";
import { renderTrace } from "../../report/chart/plan-trace.ts";
import { renderGantt } from "../../report/gantt.ts";
import { planSetText } from "../../report/plan-set-text.ts";
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

const REMEDY = "Make a plan with `nanoflow-plan search --model MODEL`.";

interface Options {
  format?: Format;
  out?: string;
}

export function register(command: Command, context: CommandContext): void {
  command
    .argument("<plan>", "plan or plan-set file")
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
    ["show llama.plan-set.yaml", "which plan of a set serves which step"],
    ["show mixtral.plan.yaml --format trace --out mixtral.json", "open it in ui.perfetto.dev"],
  ]);
  command.action((path: string, options: Options) => show(path, options, context));
}

function show(path: string, { out, format: asked }: Options, context: CommandContext): void {
  const format = formatOf(out, ENDINGS, asked);
  if (out !== undefined) context.checkFile(out, [path]);
  const document = parseText(path, readText(path, REMEDY));
  if (isPlanSet(document)) {
    showSet(document, path, out, format, context);
    return;
  }
  const plan = validated<Plan>(document, "plan");
  if (planHash(plan) !== plan.hash)
    context.note(
      `note: ${path} was changed after the search; \`${verifyCommand(path)}\` says where`,
    );
  const render = FORMATS[format];
  const { columns: width } = context;
  give((color) => render(plan, { width, color }), { plan: path, format }, out, context);
}

/** Which program of a set serves which step. */
function showSet(
  document: Document,
  path: string,
  out: string | undefined,
  format: Format,
  context: CommandContext,
): void {
  const set = validated<PlanSet>(document, "plan-set");
  if (format !== "text" && format !== "svg") {
    throw new PlannerError("E_USAGE", `a plan set has no ${format}`, {
      remedy: "Show it as text or, with a name that ends in .svg, as a picture.",
    });
  }
  if (planSetHash(set) !== set.hash)
    context.note(
      `note: ${path} was changed after the search; \`${verifyCommand(path)}\` says where`,
    );
  const { columns: width } = context;
  const render = () =>
    format === "svg" ? `${renderPlanSet(set)}\n` : `${planSetText(set, width)}\n`;
  give(render, { set: path, format }, out, context);
}

/** Prints a picture, or writes it to the file that the user named. */
function give(
  render: (color: boolean) => string,
  document: object,
  out: string | undefined,
  context: CommandContext,
): void {
  if (out === undefined) {
    const text = render(context.color);
    context.output({ ...document, text }, () => text);
  } else {
    context.writeFile(out, render(false));
    if (!isStandardOutput(out)) context.output({ ...document, out }, () => `wrote ${out}`);
  }
}
