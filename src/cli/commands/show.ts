import { type Command, Option } from "commander";
import { writeFileAtomically } from "../../files/write-file.ts";
import { readPlan } from "../../plan/plan-file.ts";
import { renderGantt } from "../../report/gantt.ts";
import { addExamples } from "../commands.ts";
import type { CommandContext } from "../context.ts";

interface Options {
  format: "text";
  out?: string;
}

export function register(command: Command, context: CommandContext): void {
  command
    .argument("<plan>", "plan file")
    .addOption(new Option("--format <format>", "picture").choices(["text"]).default("text"))
    .option("--out <file>", "write the picture to a file instead of standard output");
  addExamples(command, [
    ["show mixtral.plan.yaml", "draw a plan as a chart in the terminal"],
    ["show mixtral.plan.yaml --out chart.txt", "write the chart to a file"],
  ]);
  command.action((path: string, { format, out }: Options) => {
    const { plan } = readPlan(path);
    if (out === undefined) {
      const { columns: width, color } = context;
      const text = renderGantt(plan, { width, color });
      context.output({ plan: path, format, text }, () => text);
    } else {
      writeFileAtomically(out, renderGantt(plan, { width: context.columns, color: false }));
      context.output({ plan: path, format, out }, () => `wrote ${out}`);
    }
  });
}
