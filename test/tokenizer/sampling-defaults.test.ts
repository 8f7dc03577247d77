import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { samplingDefaults } from "../../src/tokenizer/sampling-defaults.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

function defaultsOf(settings: object): string[] {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "generation_config.json"), JSON.stringify(settings));
  return samplingDefaults(folder);
}

describe("sampling that a checkpoint asks for", () => {
  it.each<[object, string[]]>([
    [
      { do_sample: true, temperature: 0.6, top_p: 0.9, top_k: 20, repetition_penalty: 1.05 },
      ["temperature 0.6", "top_k 20", "top_p 0.9", "repetition_penalty 1.05"],
    ],
    [{ do_sample: false, temperature: 0.6 }, ["do_sample false"]],
    [{ num_beams: 4, suppress_tokens: [1, 2] }, ["num_beams 4", "suppress_tokens [1,2]"]],
    [{ max_new_tokens: 2048 }, ["max_new_tokens 2048"]],
  ])("is named: %j", (settings, expected) => {
    expect(defaultsOf(settings)).toEqual(expected);
  });

  it.each<object>([
    { eos_token_id: [1, 2], bos_token_id: 0, pad_token_id: 3, transformers_version: "4.51.0" },
    { temperature: 1, top_p: 1.0, do_sample: true, bad_words_ids: null, num_beams: 1 },
  ])("is none in %j", (settings) => {
    expect(defaultsOf(settings)).toEqual([]);
  });

  it("is none without the file", () => {
    expect(samplingDefaults(temporaryFolder())).toEqual([]);
  });
});
