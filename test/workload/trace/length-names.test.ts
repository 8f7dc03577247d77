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
    [["prompt_len", "seq_len"], "seq_len is a length of prompt and output together"],
    [["i", "finalLength"], "finalLength is a length of prompt and output together"],
    [["i", "full_len"], "full_len is a length of prompt and output together"],
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
    [["log_prompt_tokens", "o"], "log_prompt_tokens is made of a length"],
    [["logprompttokens", "o"], "logprompttokens is made of a length"],
    [["log.prompt.tokens", "o"], "log.prompt.tokens is made of a length"],
    [["i", "expected_output_tokens"], "expected_output_tokens is a guess"],
    [["i", "predicted_output_tokens"], "predicted_output_tokens is a guess"],
    [["i", "output_len_predicted"], "output_len_predicted is a guess"],
    [["i", "target_output_len"], "target_output_len is a guess"],
    [["batch_tokens", "o"], "batch_tokens counts the tokens of several requests"],
    [["hourlyPromptTokens", "o"], "hourlyPromptTokens counts the tokens of several requests"],
    [["i", "draft_tokens"], "draft_tokens counts some of the tokens"],
    [["unique_prompt_tokens", "o"], "unique_prompt_tokens counts some of the tokens"],
    [["new_prompt_tokens", "o"], "new_prompt_tokens counts some of the tokens"],
    [["prompt_tokens_delta", "o"], "prompt_tokens_delta is a difference"],
    [["prompt_tokens_le", "o"], "prompt_tokens_le bounds a class"],
    [["context_length", "o"], "context_length is a limit"],
    [["contextWindow", "o"], "contextWindow is a limit"],
    [["max_model_len", "o"], "max_model_len is a"],
    [["i", "tokens_left"], "tokens_left is a limit"],
    [["smoothed_prompt_tokens", "o"], "smoothed_prompt_tokens is a statistic"],
    [["billed_input_tokens", "o"], "billed_input_tokens is a price"],
    [["message_tokens", "o"], "message_tokens counts some of the tokens alone"],
    [["i", "max_gen_len"], "max_gen_len is a limit"],
    [["i", "tokens_in"], "tokens_in is the prompt, not the output"],
    [["osl", "o"], "osl is the output, not the prompt"],
    [["eval_count", "o"], "eval_count is the output, not the prompt"],
    [["i", "request_tokens"], "request_tokens is the prompt, not the output"],
    [
      ["user_prompt_tokens", "o", "system_prompt_tokens"],
      "user_prompt_tokens seems to count some of the tokens alone, beside system_prompt_tokens",
    ],
    [
      ["question_tokens", "o", "context_tokens"],
      "question_tokens seems to count some of the tokens alone, beside context_tokens",
    ],
    [["i", "o", "percentile"], "percentile says that rows are quantiles"],
    [["i", "o", "le"], "le says that rows are quantiles"],
  ])("is refused where it is none: %j", async (names, message) => {
    const error = await plannerErrorOf(factsOf(names, [[10, 2, 50]], isJson));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toContain(message);
    expect(error.remedy).toContain("If it says something else, rename it.");
  });

  it.each([
    ["total_input_tokens", "total_output_tokens"],
    ["tokens_in", "tokens_out"],
    ["size_in_tokens", "length_in_tokens"],
    ["prompt_n", "predicted_n"],
    ["tokens_evaluated", "tokens_predicted"],
    ["prompt_eval_count", "eval_count"],
    ["request_input_len", "request_output_len"],
    ["usage of the response: prompt", "answer to the prompt"],
    ["PromptTokenCount", "candidatesTokenCount"],
    ["inputtokens", "outputtokens"],
    ["input_ids_len", "output_ids_len"],
    ["ISL", "OSL"],
    ["context_tokens", "new_tokens"],
    ["ContextTokens", "GeneratedTokens", "NumImages"],
    ["prompt_tokens", "completion_tokens", "cached_tokens_limit"],
    ["user_tokens", "assistant_tokens"],
    ["in", "out", "level"],
    ["native_tokens_prompt", "native_tokens_completion"],
  ])("is taken as it is: %j", async (...names) => {
    const { requests, doubts } = await factsOf(names, [[10, 2, 0]], isJson);
    expect([requests, doubts]).toEqual([1, undefined]);
  });

  it.each([
    [
      ["meaningful", "sword"],
      ['"meaningful"', '"sword"'],
    ],
    [["archived_prompt_tokens", "o"], ['"archived"']],
    [["i", "gpt4OutputTokens"], ['"gpt4"']],
    [["x_prompt_tokens", "o"], ['"x"']],
  ])("is taken and doubted where a word is not known: %j", async (names, said) => {
    const { requests, doubts = [] } = await factsOf(names, [[10, 2]], isJson);
    expect(requests).toBe(1);
    expect(doubts).toHaveLength(said.length);
    for (const [at, word] of said.entries()) expect(doubts[at]).toContain(word);
  });
});

describe("a path of keys", () => {
  const factsAt = async (record: object, prompt: string) => {
    const path = join(folder, "nested.jsonl");
    writeFileSync(path, JSON.stringify({ ...record, o: 2 }));
    const limits = { model: undefined, asked: undefined };
    return (await readFileWorkload(path, { in: prompt, out: "o" }, limits)).facts;
  };

  it.each([
    [{ limits: { prompt_tokens: 9 } }, "limits.prompt_tokens", "is a limit"],
    [{ p50: { prompt_tokens: 9 } }, "p50.prompt_tokens", "is a statistic"],
    [{ billed_units: { input_tokens: 9 } }, "billed_units.input_tokens", "is a price"],
    [{ ttft: { value: 9 } }, "ttft.value", "is a time"],
    [
      { prompt_tokens_details: { audio_tokens: 9 } },
      "prompt_tokens_details.audio_tokens",
      "counts some of the tokens alone",
    ],
    [
      { usage: { user_tokens: 9, system_tokens: 90 } },
      "usage.user_tokens",
      "beside usage.system_tokens",
    ],
  ])("is no length by a key before the last: %j", async (record, prompt, message) => {
    const error = await plannerErrorOf(factsAt(record, prompt));
    expect(error.message).toContain(message);
  });

  it.each([
    [{ log: { prompt_tokens: 9 } }, "log.prompt_tokens"],
    [{ timings: { prompt_n: 9 } }, "timings.prompt_n"],
    [{ metrics: { isl: { value: 9 } } }, "metrics.isl.value"],
  ])("is one by its last: %j", async (record, prompt) => {
    const { requests, doubts } = await factsAt(record, prompt);
    expect([requests, doubts]).toEqual([1, undefined]);
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
