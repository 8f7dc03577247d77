import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import type { Columns } from "../../../src/workload/trace/columns.ts";
import { isUsable } from "../../../src/workload/trace/trace-row.ts";
import { plannerErrorOf } from "../../support/planner-error.ts";
import { ownFigures } from "../traces/own-figures.ts";
import { readAll, rounded, statisticsOf } from "../traces/statistics.ts";

const folder = fileURLToPath(new URL("../traces/", import.meta.url));
const sample = (name: string) => join(folder, "samples", name);
const EXPECTED: Record<string, Record<string, unknown>> = JSON.parse(
  readFileSync(join(folder, "expected.json"), "utf8"),
).samples;

const MS: Columns = { in: "input_length", out: "output_length", time: "timestamp", unit: "ms" };
const SECONDS: Columns = { ...MS, unit: "s" };

/** Format that each usable sample is known as, and columns where its unit must be said. */
const USABLE: Record<string, [format: string, columns?: Columns]> = {
  "azure2023_code.csv": ["Azure LLM inference trace"],
  "azure2023_conv.csv": ["Azure LLM inference trace"],
  "azure2023_conv_tail_no_final_newline.csv": ["Azure LLM inference trace"],
  "azure2024_code_head5_tail5.csv": ["Azure LLM inference trace"],
  "azure2024_conv_head5_tail5.csv": ["Azure LLM inference trace"],
  "azure2025_multimodal_head5_tail5.csv": ["Azure LLM inference trace"],
  "synthetic-azure2024-mixed-fraction.csv": ["Azure LLM inference trace"],
  "nanoflow_sharegpt_lengths_xxx.csv": ["Azure LLM inference trace"],
  "burstgpt_v1.csv": ["BurstGPT"],
  "burstgpt_v1_without_fails.csv": ["BurstGPT"],
  "burstgpt_v3.csv": ["BurstGPT"],
  "synthetic-burstgpt-zero-output.csv": ["BurstGPT"],
  "vidur_splitwise_code.csv": ["Vidur"],
  "vidur_splitwise_conv.csv": ["Vidur"],
  "vidur_arxiv_summarization.csv": ["Vidur"],
  "splitwise_sim_test_trace.csv": ["SplitwiseSim"],
  "synthetic-nanoflow-prepared.csv": ["NanoFlow prepared trace"],
  "llmservingsim_example.jsonl": ["LLMServingSim"],
  "llmservingsim_mixed_no_ids.jsonl": ["LLMServingSim"],
  "synthetic-llmservingsim-agentic.jsonl": ["LLMServingSim"],
  "llmservingsim_bench_requests.jsonl": ["LLMServingSim bench output"],
  "mooncake_conversation.jsonl": ["columns of --columns", MS],
  "mooncake_synthetic.jsonl": ["columns of --columns", MS],
  "mooncake_synthetic_over128k.jsonl": ["columns of --columns", MS],
  "mooncake_arxiv_slice.jsonl": ["columns of --columns", MS],
  "synthetic-vllm-timed-trace-seconds.jsonl": ["columns of --columns", SECONDS],
  "synthetic-guidellm-trace-seconds.jsonl": ["columns of --columns", SECONDS],
  "synthetic-qwen-bailian.jsonl": ["Qwen-Bailian"],
  "synthetic-aiperf-mooncake.jsonl": ["AIPerf or GenAI-Perf trace"],
  "synthetic-genai-perf-payload.jsonl": ["AIPerf or GenAI-Perf trace"],
  "synthetic-vllm-save-detailed.json": ["vLLM benchmark result"],
  "synthetic-sglang-output-details.jsonl": ["vLLM or SGLang benchmark result"],
  "synthetic-sglang-token-trace.jsonl": ["SGLang token trace"],
  "synthetic-guidellm-report-v2.json": ["GuideLLM report"],
  "synthetic-guidellm-dataset.jsonl": ["GuideLLM dataset"],
  "synthetic-aiperf-profile-export.jsonl": ["AIPerf profile export"],
  "synthetic-inference-perf-per-request.json": ["inference-perf requests"],
  "synthetic-trtllm-bench.jsonl": ["trtllm-bench dataset"],
  "synthetic-trtllm-gptmanager.json": ["TensorRT-LLM gptManager dataset"],
  "synthetic-weka-trace.jsonl": ["WEKA trace"],
};

/** What each other sample is refused for. */
const REFUSED: Record<string, RegExp> = {
  "synthetic-aiperf-multi-turn.jsonl": /no token counts.*AIPerf conversations/,
  "synthetic-aiperf-single-turn.jsonl": /no token counts.*AIPerf prompts/,
  "synthetic-lmsys-chat.jsonl": /no token counts.*LMSYS-Chat/,
  "synthetic-sglang-agentic-trace.json": /no token counts.*agentic.*no output lengths/,
  "synthetic-sglang-custom.jsonl": /no token counts.*SGLang conversations|JSON is broken/,
  "synthetic-sglang-openai.jsonl": /no token counts.*OpenAI/,
  "synthetic-sharegpt.json": /no token counts.*ShareGPT/,
  "synthetic-vllm-append-result-summary-only.json": /no token counts.*summary.*totals/,
  "synthetic-vllm-custom.jsonl": /no token counts.*vLLM custom/,
};

/** Keys of `expected.json` that describe a sample and are no statistics. */
const DESCRIPTIONS = ["format", "real_data", "time_unit", "note", "block_size"];

describe("samples of public formats", () => {
  it("are all known or refused by name", () => {
    const names = readdirSync(join(folder, "samples")).sort();
    expect([...Object.keys(USABLE), ...Object.keys(REFUSED)].sort()).toEqual(names);
    expect(Object.keys(EXPECTED).sort()).toEqual(names);
  });

  it.each(Object.keys(USABLE))("%s has the expected statistics", async (name) => {
    const [format, columns] = USABLE[name] as [string, Columns?];
    const read = await readAll(sample(name), columns);
    expect(read.format).toBe(format);
    const found = {
      ...statisticsOf(read.rows),
      ...ownFigures(name, String(EXPECTED[name]?.format), read.rows),
    };
    const expected = Object.entries(EXPECTED[name] as object).filter(
      ([key]) => !DESCRIPTIONS.includes(key),
    );
    expect(rounded(found)).toEqual(rounded(Object.fromEntries(expected)));
  });

  it.each(Object.entries(REFUSED))("%s is refused by name", async (name, message) => {
    const error = await plannerErrorOf(readAll(sample(name)));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toMatch(message);
    expect(error.remedy).toBeDefined();
  });
});

describe("arrivals", () => {
  it.each([
    "mooncake_conversation.jsonl",
    "synthetic-vllm-timed-trace-seconds.jsonl",
    "synthetic-guidellm-trace-seconds.jsonl",
  ])("of %s are refused for their unit, not its lengths", async (name) => {
    const { rows, refusal } = await readAll(sample(name));
    expect(rows.filter(isUsable)).toHaveLength(EXPECTED[name]?.usable as number);
    expect(rows.every(({ arrivalNs }) => arrivalNs === undefined)).toBe(true);
    expect(refusal?.reason).toContain("ms in Mooncake");
    expect(refusal?.remedy).toContain(
      "--columns in=input_length,out=output_length,time=timestamp,unit=ms",
    );
  });

  it("of a trace without times are refused", async () => {
    const { refusal } = await readAll(sample("nanoflow_sharegpt_lengths_xxx.csv"));
    expect(refusal?.reason).toBe('line 2: TIMESTAMP is "XXX", no date and time');
  });

  it("that count from each conversation are refused", async () => {
    const { refusal } = await readAll(sample("synthetic-weka-trace.jsonl"));
    expect(refusal?.reason).toContain("each conversation");
  });

  it("beyond the integers of a double stay exact", async () => {
    const { rows } = await readAll(sample("synthetic-aiperf-profile-export.jsonl"));
    expect(rows[0]?.arrivalNs).toBe(1759813207532900363n);
  });
});
