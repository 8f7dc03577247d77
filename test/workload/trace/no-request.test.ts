import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { readFileWorkload } from "../../../src/workload/file-workload.ts";
import { plannerErrorOf } from "../../support/planner-error.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();

type Row = readonly [prompt: number | string, output: number | string];

const RISING: readonly Row[] = [
  [100, 10],
  [100, 10],
  [900, 70],
];

async function factsOf(text: string, prompt: string, output: string) {
  const path = join(folder, "t.txt");
  writeFileSync(path, text);
  const asked = { in: prompt, out: output };
  return (await readFileWorkload(path, asked, { model: undefined, asked: undefined })).facts;
}

const csv = (prompt: string, output: string, rows: readonly Row[]) =>
  [[prompt, output], ...rows].map((cells) => cells.join(",")).join("\n");
const json = (prompt: string, output: string, rows: readonly Row[]) =>
  rows.map((row) => JSON.stringify({ [prompt]: row[0], [output]: row[1] })).join("\n");

describe("counters over time", () => {
  it.each([
    ["prompt_tokens_total", "generation_tokens_total"],
    ["vllm:prompt_tokens_total", "vllm:generation_tokens_total"],
    ["prompt_tokens_cumulative", "generation_tokens_cumulative"],
    ["vllm:request_prompt_tokens_sum", "vllm:request_generation_tokens_sum"],
    ["cumulative_input_tokens", "cumulative_output_tokens"],
    ["promptTokensTotal", "generationTokensTotal"],
  ])("are refused as %s and %s, in CSV and JSON", async (prompt, output) => {
    for (const write of [csv, json]) {
      const error = await plannerErrorOf(factsOf(write(prompt, output, RISING), prompt, output));
      expect(error.code).toBe("E_INVALID_FILE");
      expect(error.message).toBe(
        `${prompt} and ${output} never fall from row to row, as counters that sum up over time`,
      );
    }
  });

  it("are refused where only the prompt is one, and where a row lacks it", async () => {
    const rows: Row[] = [...RISING, ["", 5], [950, 5]];
    const error = await plannerErrorOf(factsOf(csv("p_total", "o", rows), "p_total", "o"));
    expect(error.message).toContain("p_total never falls");
  });

  it.each<[string, string, readonly Row[]]>([
    ["p", "o", RISING],
    ["p_total", "o_total", [...RISING, [899, 80]]],
    [
      "p_total",
      "o_total",
      [
        [100, 10],
        [100, 10],
      ],
    ],
  ])(
    "are none where %s and %s rise and fall, stay, or are called otherwise (%#)",
    async (...[prompt, output, rows]) => {
      const { requests } = await factsOf(csv(prompt, output, rows), prompt, output);
      expect(requests).toBe(rows.length);
    },
  );
});

describe("an id that stood before", () => {
  it("is found inside other objects, too", async () => {
    const event = (o: number) => JSON.stringify({ metadata: { request_id: "a" }, i: 1, o });
    const error = await plannerErrorOf(factsOf(`${event(2)}\n${event(3)}`, "i", "o"));
    expect(error.message).toContain('metadata.request_id is "a" a second time');
    const flat = await plannerErrorOf(factsOf("meta.request_id,i,o\na,1,2\na,1,3", "i", "o"));
    expect(flat.message).toContain('meta.request_id is "a" a second time');
  });
});
