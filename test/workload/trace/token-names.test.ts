import { describe, expect, it } from "@jest/globals";
import { tokenKindOf } from "../../../src/workload/trace/token-names.ts";

describe("what a name says of tokens", () => {
  it.each([
    ["uncached_tokens", "uncached"],
    ["nonCachedTokens", "uncached"],
    ["not_cached_tokens", "uncached"],
    ["uncached_input_tokens", "uncached"],
    ["input_uncached_tokens", "uncached"],
    ["prompt_cache_miss_tokens", "uncached"],
    ["uncached_percent", "uncachedShare"],
    ["cache_miss_rate", "uncachedShare"],
    ["native_tokens_cached", "cached"],
    ["prefix_hit", "cached"],
    ["cached_prompt_len", "cached"],
    ["prefix_cache_hit_tokens", "cached"],
    ["prefix_hit_rate", "cachedShare"],
    ["tokens.cache.read", "cachedBeside"],
    ["tokens.cache.write", "cachedBeside"],
    ["tokens_reasoning", "reasoning"],
    ["tokens.reasoning", "reasoning"],
    ["reasoning_output_tokens", "reasoning"],
    ["native_tokens_reasoning", "reasoning"],
    ["reasoning_token_count.value", "reasoning"],
    ["thinking_tokens", "reasoning"],
    ["cache_status", "answered"],
    ["cache_hits", "answered"],
    ["cached_response", "answered"],
    ["responseCached", "answered"],
    ["cf-cache-status", "answered"],
    ["number_total_tokens", "total"],
    ["usage.total", "total"],
    ["num_sequences", "answers"],
    ["numResponses", "answers"],
    ["completions", "answers"],
    ["response_count", "answers"],
    ["rollouts", "answers"],
    ["group_size", "answers"],
    ["samples_per_prompt", "answers"],
    ["bs", "requests"],
    ["units", "unit"],
    ["token_unit", "unit"],
  ])("%s is of kind %s", (name, kind) => {
    expect(tokenKindOf(name)).toBe(kind);
  });

  it.each([
    ...["max_reasoning_tokens", "thinking_budget_tokens", "reasoning_effort", "reasoning_cost"],
    ...["cost.total", "total_time", "total_len", "latency.unit", "time_unit", "cached_at"],
    ...["cached_blocks", "completion", "response", "sequence_id", "sample_id", "candidate"],
    ...["cache_enabled", "cache_miss", "num_completion_tokens", "n_tokens", "no_response"],
    ...["tokens_per_prompt", "unit_price", "billing_unit", "cache_type"],
  ])("%s says nothing", (name) => {
    expect(tokenKindOf(name)).toBeUndefined();
  });
});
