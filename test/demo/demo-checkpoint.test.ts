import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { writeDemoCheckpoint, writeDemoFiles } from "../../src/demo/demo-checkpoint.ts";
import type { DemoPlans } from "../../src/demo/demo-plans.ts";
import { servingChoice } from "../../src/deploy/step-time.ts";
import { readModelWeights } from "../../src/engine/reference/memory/checkpoint-weights.ts";
import { ReferenceServingEngine } from "../../src/engine/reference/serving-engine.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { pageTokensOf } from "../../src/program/page-tokens.ts";
import { randomFrom } from "../../src/random.ts";
import { Runtime } from "../../src/runtime/serving/runtime.ts";
import { loadTokenizer } from "../../src/tokenizer/load-tokenizer.ts";
import type { Tokenizer } from "../../src/tokenizer/tokenizer.ts";
import { greedyLength } from "../support/small-server.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let folder: string;
let plans: DemoPlans;
let tokenizer: Tokenizer;

beforeAll(async () => {
  folder = temporaryFolder();
  plans = writeDemoCheckpoint(folder);
  tokenizer = await loadTokenizer(folder);
});

describe("the demonstration's checkpoint", () => {
  it("is of the model that its plans serve", () => {
    const model = resolveModel(folder);
    expect(model.shape).toEqual(plans.model.shape);
    expect(model.layers).toBe(plans.model.layers);
    expect(model.warnings ?? []).toEqual([]);
    expect(tokenizer.vocabularySize).toBe(model.shape.vocabularySize);
  });

  it("is the same each time", () => {
    const other = temporaryFolder();
    writeDemoFiles(other, plans.model.shape);
    for (const name of readdirSync(folder)) {
      expect(readFileSync(join(other, name)).equals(readFileSync(join(folder, name)))).toBe(true);
    }
  });

  it("has a chat template, whose text comes back from its tokens", async () => {
    const messages = [
      { role: "system", content: "Speak." },
      { role: "user", content: [{ type: "text", text: "What is a plan? Grüße 😀" }] },
    ];
    const text = tokenizer.renderChat(messages, { addGenerationPrompt: true });
    expect(text).toBe(
      "<|im_start|>system\nSpeak.<|im_end|>\n<|im_start|>user\nWhat is a plan? Grüße 😀<|im_end|>\n<|im_start|>assistant\n",
    );
    const tokens = await tokenizer.encode(text, { addSpecialTokens: false });
    expect(tokenizer.decode(tokens, { skipSpecialTokens: false })).toBe(text);
    expect(tokenizer.eosTokens.map((token) => tokenizer.piece(token))).toEqual([
      "<|im_end|>",
      "<|endoftext|>",
    ]);
  });

  it("is served by overlapped and sequential programs, and says words", async () => {
    const kinds = plans.programs.map(({ plan }) => plan.kind);
    expect(new Set(kinds)).toEqual(new Set(["overlapped", "sequential"]));
    const weights = readModelWeights(folder, resolveModel(folder));
    const programs = new Map(plans.programs.map(({ name, program }) => [name, program]));
    const [first] = programs.values();
    const pageTokens = pageTokensOf(first as NonNullable<typeof first>);
    const kvPages = 512;
    const engine = new ReferenceServingEngine({
      programs,
      weights,
      kvPages,
      random: randomFrom(1),
    });
    const used = new Set<string>();
    const runtime = new Runtime(engine, {
      programs: plans.programs.map(({ name, program }) => ({ name, batch: program.batch })),
      choice: servingChoice(plans),
      ...{ pageTokens, kvPages, slots: 64, positions: 4096 },
      ...{ sharesPrefixes: false, outputShare: 1 },
      vocabularySize: weights.shape.vocabularySize,
      onStep: ({ program }) => used.add(program),
    });
    const prompt = await tokenizer.encode("a plan says which kernel", { addSpecialTokens: false });
    const outputs = await Promise.all(
      Array.from({ length: 24 }, () => {
        const tokens: number[] = [];
        return new Promise<number[]>((resolve) => {
          runtime.submit({ prompt, maxTokens: 12, eosTokens: [] }, (event) => {
            if (event.kind === "token") tokens.push(event.token);
            else resolve(tokens);
          });
        });
      }),
    );
    const [output = []] = outputs;
    expect(output).toHaveLength(12);
    expect(greedyLength({ prompt, tokens: output }, { weights })).toBe(12);
    expect(tokenizer.decode(output, { skipSpecialTokens: false })).toMatch(/^( [a-z]+)+$/);
    expect(used.size).toBeGreaterThan(1);
    await runtime.close();
  });
});
