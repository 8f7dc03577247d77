import { describe, expect, it } from "@jest/globals";
import { workloadNotes } from "../../../src/report/workload-text.ts";
import type { Columns } from "../../../src/workload/trace/columns.ts";
import { plannerErrorOf } from "../../support/planner-error.ts";
import { factsOf } from "../../support/trace-facts.ts";

const ASKED: Columns = { in: "p", out: "o" };

const csv = (name: string, value: string) =>
  `p,o,${name}\n100,2,${/unit/.test(name) ? "tokens" : 0}\n300,2,${value}\n`;
const json = (record: object) => JSON.stringify({ p: 300, o: 2, ...record });

describe("prompts that a cache held in part", () => {
  it.each([
    ["cached_tokens", "80", 80],
    ["num_cached_tokens", "80.0", 80],
    ["input_cached_tokens", "", 0],
    ["prompt_cache_hit_tokens", "300", 300],
    ["approx_cached_percent", "78.5", 236],
    ["cache_hit_rate", "0.5", 150],
    ["cached", "80", 80],
    ["cached", "false", 0],
    ["cache_hit", "None", 0],
    ["cache_read_input_tokens", "0", 0],
    ["native_tokens_cached", "80", 80],
    ["prefix_hit", "80", 80],
    ["cache_status", "MISS", 0],
  ])("are counted by %s of %j", async (name, value, tokens) => {
    const { cached } = await factsOf(csv(name, value), ASKED);
    const expected = { tokens, ofPromptTokens: 400, fields: [name] };
    expect(cached).toEqual(tokens === 0 ? undefined : expected);
  });

  it.each([
    ["uncached_tokens", "100,300", 0],
    ["uncached_tokens", "10,30", 360],
    ["non_cached_tokens", "10,30", 360],
    ["not_cached_tokens", "10,", 90],
    ["uncached_percent", "5,5", 380],
    ["cache_miss_rate", "0.5,0.5", 200],
  ])("are what %s of %s leaves", async (name, values, tokens) => {
    const [first, second] = values.split(",");
    const text = `p,o,${name}\n100,2,${first}\n300,2,${second}\n`;
    expect((await factsOf(text, ASKED)).cached?.tokens ?? 0).toBe(tokens);
  });

  it("are those of the hits where misses stand beside them", async () => {
    const text = "p,o,cache_hit_tokens,cache_miss_tokens\n100,2,0,0\n300,2,200,100\n";
    expect((await factsOf(text, ASKED)).cached?.tokens).toBe(200);
  });

  it("are counted by a key inside an answer, once", async () => {
    const usage = { prompt_tokens_details: { cached_tokens: 64 }, cached_tokens: 64 };
    const { cached } = await factsOf(json({ response: { body: { usage } } }), ASKED);
    expect(cached?.tokens).toBe(64);
  });

  it("are said, since a plan computes them", async () => {
    const notes = workloadNotes("t.csv", {
      facts: await factsOf(csv("cached_tokens", "80"), ASKED),
    });
    expect(notes).toEqual([
      "80 prompt tokens of t.csv (20.00%) came from a cache, by cached_tokens: the plan computes them all",
    ]);
  });

  it.each([
    ["cache_read_input_tokens", "80", "column of its own"],
    ["cacheCreationInputTokens", "80", "column of its own"],
    ["cacheReadInputTokenCount", "80", "column of its own"],
    ["usage_input_tokens_cache_write_5m", "80", "column of its own"],
    ["usageDetails.input_cache_read", "10240", "column of its own"],
    ["cache_creation", "80", "column of its own"],
    ["input_cache_write", "80", "column of its own"],
    ["timings.cache_n", "500", "column of its own"],
    ["toolUsePromptTokenCount", "80", "column of its own"],
    ["cached_tokens", "301", "column of its own"],
    ["cache_hit", "True", "rename it"],
    ["from_cache", "HIT", "rename it"],
    ["cache_hit_rate", "250%", "rename it"],
    ["cache_status", "HIT", "rename it"],
    ["cache_hits", "true", "rename it"],
    ["uncached_tokens", "301", "column of its own"],
    ["tokens.cache.read", "80", "column of its own"],
  ])("are refused at the row where %s is %s", async (name, value, remedy) => {
    const error = await plannerErrorOf(factsOf(csv(name, value), ASKED));
    expect(error).toMatchObject({ code: "E_INVALID_FILE", position: { line: 3 } });
    expect(error.remedy).toContain(remedy);
  });

  it("are refused under the keys of a known format", async () => {
    const usage = { input_tokens: 12, cache_read_input_tokens: 10_240, output_tokens: 320 };
    const error = await plannerErrorOf(factsOf(JSON.stringify(usage)));
    expect(error.message).toContain("cache_read_input_tokens is 10240");
  });

  it("are refused by a count for each lifetime in the cache", async () => {
    const usage = { cache_creation: { ephemeral_5m_input_tokens: 80 } };
    const error = await plannerErrorOf(factsOf(json({ usage }), ASKED));
    expect(error.message).toContain("usage.cache_creation.ephemeral_5m_input_tokens is 80");
  });

  it("are not counted by what a cache cost", async () => {
    const costs = { input_cache_read: 0.0031 };
    expect((await factsOf(json({ costs }), ASKED)).cached).toBeUndefined();
  });
});

describe("output tokens that the output does not count, or that did not come", () => {
  it.each([
    ["thoughtsTokenCount", "300"],
    ["usage_thoughts_token_count", "1"],
    ["reasoning_tokens", "3"],
    ["output_reasoning", "3"],
    ["tokens_reasoning", "3"],
    ["reasoning_output_tokens", "3"],
    ["native_tokens_reasoning", "3"],
    ["thinking_tokens", "3"],
    ["completion_tokens_details.rejected_prediction_tokens", "1"],
  ])("are refused at the row where %s is %s", async (name, value) => {
    const error = await plannerErrorOf(factsOf(csv(name, value), ASKED));
    expect(error).toMatchObject({ code: "E_INVALID_FILE", position: { line: 3 } });
    expect(error.message).toContain(`${name} is ${value}`);
  });

  it.each([
    ["thoughtsTokenCount", "0"],
    ["reasoning_tokens", "2"],
    ["completion_tokens_details.rejected_prediction_tokens", "0"],
    ["completion_tokens_details.accepted_prediction_tokens", "2"],
  ])("are none where %s is %s", async (name, value) => {
    expect((await factsOf(csv(name, value), ASKED)).requests).toBe(2);
  });
});

describe("a row that is several requests", () => {
  it.each([
    ["n", "4", "row for each answer"],
    ["best_of", "2", "row for each answer"],
    ["num_return_sequences", "4", "row for each answer"],
    ["batch_size", "8", "count=batch_size"],
    ["bs", "8", "count=bs"],
    ["num_sequences", "8", "row for each answer"],
    ["rollouts", "8", "row for each answer"],
    ["group_size", "8", "row for each answer"],
  ])("is refused where %s is %s", async (name, value, remedy) => {
    const error = await plannerErrorOf(factsOf(csv(name, value), ASKED));
    expect(error).toMatchObject({ code: "E_INVALID_FILE", position: { line: 3 } });
    expect(error.remedy).toContain(remedy);
    expect((await factsOf(csv(name, "1"), ASKED)).requests).toBe(2);
    expect((await factsOf(csv(name, value), { ...ASKED, count: name })).requests).toBe(
      Number(value),
    );
  });

  it.each([
    [{ request: { n: 4, model: "m" } }, "request.n says 4"],
    [{ choices: [{ index: 0 }, { index: 1 }] }, "choices says 2"],
  ])("is refused in JSON of %j", async (record, message) => {
    const error = await plannerErrorOf(factsOf(json(record), ASKED));
    expect(error.message).toContain(message);
  });

  it("is passed over where it failed", async () => {
    const text = `${json({})}\n${json({ n: 4, error: "timeout" })}`;
    expect(await factsOf(text, ASKED)).toMatchObject({ requests: 1, skipped: { failed: 1 } });
  });
});

describe("token objects with plain names", () => {
  const tokens = { input: 300, output: 2 };
  const columns = { in: "tokens.input", out: "tokens.output" };

  it.each([
    [{ cache: { read: 12_000, write: 3 } }, "tokens.cache.read is 12000"],
    [{ cache: { read: 0, write: 3 } }, "tokens.cache.write is 3"],
    [{ reasoning: 900 }, "tokens.reasoning is 900"],
    [{ total: 12_205 }, "tokens.total is 12205"],
  ])("are refused where they hold %j", async (others, message) => {
    const text = JSON.stringify({ tokens: { ...tokens, ...others } });
    expect((await plannerErrorOf(factsOf(text, columns))).message).toContain(message);
  });

  it("are taken where nothing else was counted, and beside prices", async () => {
    const cache = { read: 0, write: 0 };
    const cost = { total: 7, cache: { read: 5 } };
    const text = JSON.stringify({ cost, tokens: { ...tokens, cache, reasoning: 2, total: 302 } });
    expect((await factsOf(text, columns)).requests).toBe(1);
  });
});

it("reads reasoning above the output of AIPerf's export, which counts it", async () => {
  const record = (reasoning: number) =>
    JSON.stringify({
      metadata: { request_start_ns: 1 },
      metrics: {
        input_sequence_length: { value: 100, unit: "tokens" },
        output_sequence_length: { value: 20, unit: "tokens" },
        reasoning_token_count: { value: reasoning, unit: "tokens" },
      },
    });
  expect((await factsOf(record(20))).requests).toBe(1);
  const error = await plannerErrorOf(factsOf(record(50)));
  expect(error.message).toContain("metrics.reasoning_token_count is 50");
});

describe("a unit beside the lengths", () => {
  it.each(["CHARACTERS", "ktok", "1K tokens", "MILLISECONDS", "REQUESTS", "words", "s"])(
    "is refused where it is %s",
    async (unit) => {
      for (const name of ["unit", "units", "token_unit", "usage_unit"]) {
        const error = await plannerErrorOf(factsOf(csv(name, unit), ASKED));
        expect(error).toMatchObject({ code: "E_INVALID_FILE", position: { line: 3 } });
        expect(error.message).toContain(`${name} is "${unit}"`);
      }
      const usage = { input: 4000, output: 800, unit };
      const columns = { in: "usage.input", out: "usage.output" };
      const error = await plannerErrorOf(factsOf(JSON.stringify({ usage }), columns));
      expect(error.message).toContain(`usage.unit is "${unit}"`);
      const known = await plannerErrorOf(factsOf(`prompt_size,token_size,unit\n4,8,${unit}\n`));
      expect(known.message).toContain(`unit is "${unit}"`);
    },
  );

  it.each(["TOKENS", "token", "", "tok", "output tokens", "Token(s)"])(
    "is taken as %j",
    async (unit) => {
      expect((await factsOf(`p,o,unit\n100,2,\n300,2,${unit}\n`, ASKED)).requests).toBe(2);
    },
  );

  it("is passed over where it is that of something else", async () => {
    const text = json({ latency: { value: 3, unit: "ms" }, time_unit: "s", currency_unit: "USD" });
    expect((await factsOf(text, ASKED)).requests).toBe(1);
  });
});
