import type { Command } from "commander";
import { listModels, resolveModel } from "../../model/resolve-model.ts";
import { type Searchable, searchablePlaces } from "../../setup/searchable.ts";
import { renderTable } from "../../text/table.ts";
import { formatCount } from "../../text/units.ts";
import type { CommandContext } from "../console/context.ts";
import { addExamples } from "../options/examples.ts";

export function register(command: Command, context: CommandContext): void {
  addExamples(command, [
    ["models", "list the built-in models, and where each can be searched"],
    ["models --json", "the same for another program, with exact parameter counts"],
  ]);
  command.action(() => {
    const placesOf = searchablePlaces();
    const models = listModels().map((summary) => ({
      ...summary,
      searchable: placesOf(resolveModel(summary.id)),
    }));
    context.output(models, () =>
      renderTable(
        [
          { title: "id" },
          { title: "family" },
          { title: "layers", align: "right" },
          { title: "parameters", align: "right" },
          { title: "active per token", align: "right" },
          { title: "searchable on" },
        ],
        models.map(({ id, family, layers, parameters, activeParameters, searchable }) => [
          id,
          family,
          String(layers),
          formatCount(parameters),
          formatCount(activeParameters),
          searchable.map(placeText).join(", ") || "nothing that ships",
        ]),
      ),
    );
  });
}

/** Such as `h200-sxm tp4`; what is not all measured is said to be so. */
function placeText({ gpu, tensorParallel, source, scaled }: Searchable): string {
  const notes = [...(source === "measured" ? [] : [source]), ...(scaled ? ["scaled"] : [])];
  const place = `${gpu} tp${tensorParallel}`;
  return notes.length === 0 ? place : `${place} (${notes.join(", ")})`;
}
