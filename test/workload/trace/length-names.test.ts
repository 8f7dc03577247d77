import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { readFileWorkload } from "../../../src/workload/file-workload.ts";
import { plannerErrorOf } from "../../support/planner-error.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();

/** Facts of a file with these fields, the first two of them named as lengths; in CSV or JSON. */
async function factsOf(
  names: readonly string[],
  rows: readonly (readonly unknown[])[],
  isJson: boolean,
) {
  const path = join(folder, "t.txt");
  const csv = [names, ...rows.map((row) => row.slice(0, names.length))];
  const records = rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])));
  const lines = isJson
    ? records.map((each) => JSON.stringify(each))
    : csv.map((cells) => cells.join(","));
  writeFileSync(path, lines.join("\n"));
  const [prompt = "", output = ""] = names;
  const limits = { model: undefined, asked: undefined };
  return (await readFileWorkload(path, { in: prompt, out: output }, limits)).facts;
}

describe.each([false, true])("a name of a length (in JSON: %s)", (isJson) => {
  it.each([
    [["prompt_chars", "o"], "prompt_chars counts something else than tokens"],
    [["i", "responseWords"], "responseWords counts something else than tokens"],
    [["i", "output.bytes"], "output.bytes counts something else than tokens"],
    [["avg_input_tokens", "o"], "avg_input_tokens is a statistic of several requests"],
    [["i", "output_tokens_p50"], "output_tokens_p50 is a statistic"],
    [["i", "total_tokens"], "total_tokens counts prompt and output together"],
    [["i", "totalTokens"], "totalTokens counts prompt and output together"],
    [["i", "completion_latency_ms"], "completion_latency_ms is a time"],
    [["i", "max_new_tokens"], "max_new_tokens is a limit"],
    [["i", "maxOutputTokens"], "maxOutputTokens is a limit"],
    [["i", "num_predict"], "num_predict is a limit"],
    [["i", "output_budget"], "output_budget is a limit"],
    [["prompt_ktokens", "o"], "prompt_ktokens counts thousands of tokens"],
    [["promptKTokens", "o"], "promptKTokens counts thousands of tokens"],
    [["prompt_tokens_k", "o"], "prompt_tokens_k counts thousands of tokens"],
    [["prompt_mtokens", "o"], "prompt_mtokens counts thousands of tokens"],
    [["i", "decodeTime"], "decodeTime is a time"],
    [["i", "ttft"], "ttft is a time"],
    [["i", "output_tokens_per_second"], "output_tokens_per_second is a rate"],
    [["prompt_cost_usd", "o"], "prompt_cost_usd is a price"],
    [["request_id", "o"], "request_id names a request"],
    [["i", "usage.reasoning_tokens"], "usage.reasoning_tokens counts some of the tokens"],
    [["cached_tokens", "o"], "cached_tokens counts some of the tokens"],
    [["completion_tokens", "o"], "completion_tokens is the output, not the prompt"],
    [["i", "inputTokens"], "inputTokens is the prompt, not the output"],
    [["i", "o", "percentile"], "percentile says that rows are quantiles"],
    [["i", "o", "le"], "le says that rows are quantiles"],
  ])("is refused where it is none: %j", async (names, message) => {
    const error = await plannerErrorOf(factsOf(names, [[10, 2, 50]], isJson));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toContain(message);
    expect(error.remedy).toContain("If it says something else, rename it.");
  });

  it.each([
    [["total_input_tokens", "meaningful"]],
    [["archaic", "sword"]],
    [["i", "o", "level"]],
    [["tokens_in", "tokens_out"]],
    [["prompt_n", "predicted_n"]],
    [["request_input_len", "request_output_len"]],
    [["usage of the response: prompt", "answer to the prompt"]],
  ])("is taken as it is: %j", async (names) => {
    expect((await factsOf(names, [[10, 2, 50]], isJson)).requests).toBe(1);
  });
});

describe("what a benchmark sends to warm up", () => {
  it.each([
    ["warmup", true, false],
    ["is_warmup", 1, 0],
    ["phase", "warm-up", "measure"],
    ["benchmark_phase", "warmup", "profiling"],
  ])("does not count: %s is %s", async (name, warm, measured) => {
    const rows = [
      [10, 2, warm],
      [20, 4, measured],
    ];
    for (const isJson of [false, true]) {
      const { requests, skipped } = await factsOf(["i", "o", name], rows, isJson);
      expect([requests, skipped]).toEqual([1, { warmUp: 1 }]);
    }
  });

  it("is told by its phase in exports of AIPerf", async () => {
    const lines = ["warmup", "profiling"].map((benchmark_phase) =>
      JSON.stringify({
        metadata: { benchmark_phase, request_start_ns: 1, was_cancelled: false },
        metrics: { input_sequence_length: { value: 9 }, output_sequence_length: { value: 2 } },
      }),
    );
    const path = join(folder, "aiperf.jsonl");
    writeFileSync(path, lines.join("\n"));
    const limits = { model: undefined, asked: undefined };
    const { facts } = await readFileWorkload(path, undefined, limits);
    expect(facts).toMatchObject({ requests: 1, skipped: { warmUp: 1 } });
  });
});
