import type { Command } from "commander";
import { listModels } from "../../model/resolve-model.ts";
import { renderTable } from "../../text/table.ts";
import { formatCount } from "../../text/units.ts";
import type { CommandContext } from "../console/context.ts";
import { addExamples } from "../options/examples.ts";

export function register(command: Command, context: CommandContext): void {
  addExamples(command, [
    ["models", "list the built-in models"],
    ["models --json", "the same for another program, with exact parameter counts"],
  ]);
  command.action(() => {
    const models = listModels();
    context.output(models, () =>
      renderTable(
        [
          { title: "id" },
          { title: "family" },
          { title: "layers", align: "right" },
          { title: "parameters", align: "right" },
          { title: "active per token", align: "right" },
        ],
        models.map(({ id, family, layers, parameters, activeParameters }) => [
          id,
          family,
          String(layers),
          formatCount(parameters),
          formatCount(activeParameters),
        ]),
      ),
    );
  });
}
