import type { Command } from "commander";
import { listModels, type ModelSummary, resolveModel } from "../../model/resolve-model.ts";
import { readGpuSpec } from "../../profile/gpu-spec.ts";
import { specDoubts } from "../../profile/gpu-spec-doubts.ts";
import { type GpuOptions, type Room, roomOn } from "../../setup/room-on-gpu.ts";
import { type Searchable, searchablePlaces } from "../../setup/searchable.ts";
import { renderTable } from "../../text/table.ts";
import { formatBytes, formatCount, formatInteger } from "../../text/units.ts";
import type { CommandContext } from "../console/context.ts";
import { addExamples } from "../options/examples.ts";
import { addGpuSpecOption } from "../options/gpu-spec-option.ts";

/** A row of the list; `room` where a GPU was named, null where the model does not fit it. */
type Row = ModelSummary & { searchable: Searchable[]; room?: Room | null };

export function register(command: Command, context: CommandContext): void {
  command.option("--gpu <gpu>", "say also how each fits this GPU, such as b200");
  addGpuSpecOption(command);
  addExamples(command, [
    ["models", "list the built-in models, and where each can be searched"],
    ["models --gpu l40s", "say also on how many of these GPUs each fits"],
    ["models --json", "the same for another program, with exact parameter counts"],
  ]);
  command.action(async (options: GpuOptions) => {
    const rows = await rowsFor(options);
    for (const line of doubtLines(options)) context.note(line);
    context.output(rows, () => tableOf(rows));
  });
}

function doubtLines({ gpuSpec }: GpuOptions): string[] {
  if (gpuSpec === undefined) return [];
  return specDoubts(readGpuSpec(gpuSpec)).map((doubt) => `warning: ${gpuSpec}: ${doubt}`);
}

async function rowsFor(options: GpuOptions): Promise<Row[]> {
  const placesOf = searchablePlaces();
  const named = options.gpu !== undefined || options.gpuSpec !== undefined;
  const roomOf = named ? await roomOn(options) : undefined;
  return listModels().map((summary) => {
    const model = resolveModel(summary.id);
    return {
      ...summary,
      searchable: placesOf(model),
      ...(roomOf !== undefined && { room: roomOf(model) ?? null }),
    };
  });
}

function tableOf(rows: readonly Row[]): string {
  const hasRoom = rows.some(({ room }) => room !== undefined);
  return renderTable(
    [
      { title: "id" },
      { title: "family" },
      { title: "layers", align: "right" },
      { title: "parameters", align: "right" },
      { title: "active per token", align: "right" },
      ...(hasRoom ? [{ title: "room" }] : []),
      { title: "searchable on" },
    ],
    rows.map(({ id, family, layers, parameters, activeParameters, room, searchable }) => [
      id,
      family,
      String(layers),
      formatCount(parameters),
      formatCount(activeParameters),
      ...(room === undefined ? [] : [roomText(room)]),
      searchable.map(placeText).join(", ") || "nothing that ships",
    ]),
  );
}

/** Such as `b200 tp2: weights 65.3 GiB, 331,776 tokens of KV cache (source: datasheet)`. */
function roomText(room: Room | null): string {
  if (room === null) return "does not fit";
  const { gpu, tensorParallel, weightBytes, kvCapacityTokens, source } = room;
  return `${gpu} tp${tensorParallel}: weights ${formatBytes(weightBytes)}, ${formatInteger(kvCapacityTokens)} tokens of KV cache (source: ${source})`;
}

/** Such as `h200-sxm tp4`; what is not all measured is said to be so. */
function placeText({ gpu, tensorParallel, source, scaled }: Searchable): string {
  const notes = [...(source === "measured" ? [] : [source]), ...(scaled ? ["scaled"] : [])];
  const place = `${gpu} tp${tensorParallel}`;
  return notes.length === 0 ? place : `${place} (${notes.join(", ")})`;
}
