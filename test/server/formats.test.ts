import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import OpenAI from "openai";
import { ScriptedEngine, type TestServer, testServer } from "../support/http-server.ts";
import { JSON_LETTERS } from "../support/letter-tokenizer.ts";
import { CLIENT_REQUESTS } from "./client-requests.ts";

let test: TestServer;
let client: OpenAI;

beforeAll(async () => {
  test = await testServer({ tokenizer: JSON_LETTERS });
  client = new OpenAI({ baseURL: `${test.url}/v1`, apiKey: "none", maxRetries: 0 });
});

afterAll(() => test.server.close());

const SCHEMA = {
  type: "object",
  properties: {
    a: { type: "number", minimum: 0, maximum: 90 },
    b: { enum: ["tea", "rest", null] },
    s: { type: "array", items: { type: "boolean" }, maxItems: 3 },
  },
  required: ["a", "b"],
  additionalProperties: false,
};
const validate = new Ajv2020({ strict: false }).compile(SCHEMA);
const FORMAT = {
  type: "json_schema" as const,
  json_schema: { name: "x", schema: SCHEMA, strict: true },
};
const CHAT = {
  model: "test-model",
  messages: [{ role: "user" as const, content: "ab" }],
  max_tokens: 400,
};
const REQUIRED = {
  tools: [{ type: "function", function: { name: "f", parameters: SCHEMA } }],
  tool_choice: "required",
};
const FAULTY = {
  type: "function",
  function: { name: "g", parameters: { type: "object", properties: { a: { pattern: "a" } } } },
};
/** Whatever part of an answer clients send of their own accord. */
const ASKING = CLIENT_REQUESTS.filter(({ body }) => "response_format" in body);

describe("answers in a format", () => {
  it("are documents that the schema accepts, of all outputs at any temperature", async () => {
    for (const seed of [1, 2, 3]) {
      const { choices } = await client.chat.completions.create({
        ...{ ...CHAT, n: 3, seed, temperature: seed, response_format: FORMAT },
      });
      for (const { message, finish_reason } of choices) {
        expect(finish_reason).toBe("stop");
        const text = message.content ?? "";
        expect([text, validate(JSON.parse(text))]).toEqual([text, true]);
      }
    }
  });

  it("are the same as events, beside requests without a format", async () => {
    const asked = { ...CHAT, seed: 5, response_format: FORMAT };
    const [whole, stream] = await Promise.all([
      client.chat.completions.create(asked),
      client.chat.completions.create({ ...asked, stream: true }),
      client.completions.create({ model: "test-model", prompt: "ab", max_tokens: 50 }),
    ]);
    let text = "";
    for await (const { choices } of stream) text += choices[0]?.delta.content ?? "";
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(validate(JSON.parse(text))).toBe(true);
  });

  it.each(ASKING)("come of what $client sends", async ({ path, body }) => {
    const response = await test.post(path, { ...body, max_tokens: 300, seed: 1 });
    const { choices } = (await response.json()) as OpenAI.ChatCompletion;
    expect(response.status).toBe(200);
    const [{ message, finish_reason } = { message: { content: "" }, finish_reason: "" }] = choices;
    if (finish_reason === "stop") JSON.parse(message.content ?? "");
    else expect([finish_reason, message.content?.trim()[0]]).toEqual(["length", "{"]);
  });

  it("end where the room for tokens does", async () => {
    const { choices } = await client.chat.completions.create({
      ...{ ...CHAT, max_tokens: 3, response_format: FORMAT },
    });
    expect(choices[0]?.finish_reason).toBe("length");
    expect(choices[0]?.message.content).toMatch(/^\{/);
  });

  it("have the log probabilities of the tokens that may come, which sum to one", async () => {
    const { choices } = await client.chat.completions.create({
      ...{ ...CHAT, messages: [{ role: "user", content: "b" }] },
      ...{ logprobs: true, top_logprobs: 20 },
      ...({ guided_choice: ["tea", "rest", "r"] } as object),
    });
    const [{ message, logprobs } = { message: { content: "" }, logprobs: null }] = choices;
    expect(["tea", "rest", "r"]).toContain(message.content);
    for (const { top_logprobs } of logprobs?.content ?? []) {
      const mass = top_logprobs.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
      expect(mass).toBeCloseTo(1);
    }
    const [first] = logprobs?.content ?? [];
    expect(first?.top_logprobs.map(({ token }) => token).toSorted()).toEqual(["r", "t"]);
  });

  it.each<[what: string, body: object, status: object]>([
    [
      "a schema that it cannot hold to, with the place",
      { response_format: { type: "json_schema", json_schema: { schema: { items: { not: {} } } } } },
      { param: "response_format", message: expect.stringContaining("at #/items: `not`") },
    ],
    [
      "a schema among tools, with its place",
      { ...REQUIRED, tools: [...REQUIRED.tools, FAULTY] },
      {
        param: "tools[1].function.parameters",
        message: expect.stringMatching(/#\/properties\/a: /),
      },
    ],
    ["another type", { response_format: { type: "xml" } }, { param: "response_format.type" }],
    [
      "an output that goes on behind its end",
      { guided_json: {}, ignore_eos: true },
      { param: "ignore_eos", message: expect.stringMatching(/^`ignore_eos` and `guided_json` do/) },
    ],
    [
      "a text that ends the output too",
      { response_format: { type: "json_object" }, stop: ["\n"] },
      { param: "stop", message: expect.stringMatching(/^`stop` and `response_format` do not/) },
    ],
    [
      "a token that does",
      { guided_choice: ["a"], stop_token_ids: [1] },
      { param: "stop_token_ids" },
    ],
    ["a least length", { guided_choice: ["a"], min_tokens: 1 }, { param: "min_tokens" }],
    [
      "tools, one of which has to be called, and a text that ends it",
      { ...REQUIRED, stop: "\n" },
      { param: "stop", message: expect.stringMatching(/^`stop` and `tool_choice` do not/) },
    ],
    ["two formats", { guided_json: {}, guided_choice: ["a"] }, { param: "guided_choice" }],
    ["no choice", { structured_outputs: { choice: [] } }, { param: "structured_outputs.choice" }],
    ["half a character", { guided_choice: ["\ud83d"] }, { param: "guided_choice" }],
    ["too long a choice", { guided_choice: ["x".repeat(60_000)] }, { param: "guided_choice" }],
    ["a regular expression", { guided_regex: "a+" }, { param: "guided_regex" }],
  ])("are refused for %s", async (_, body, error) => {
    const response = await test.post("/v1/chat/completions", { ...CHAT, ...body });
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: expect.objectContaining(error) },
    ]);
  });

  it("are refused by an engine that takes no masks", async () => {
    const other = await testServer({ engine: new ScriptedEngine(() => 2) });
    const response = await other.post("/v1/chat/completions", {
      ...{ ...CHAT, response_format: { type: "json_object" } },
    });
    await other.server.close();
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: {
        param: "response_format",
        message: expect.stringContaining("this engine does not hold answers to a format yet"),
      },
    });
  });
});
