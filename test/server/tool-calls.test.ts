import { afterEach, describe, expect, it } from "@jest/globals";
import OpenAI from "openai";
import { TOOL_FORMATS } from "../../src/tool-calls/tool-format.ts";
import { TOOL_TEMPLATES, type ToolServer, toolServer } from "../support/tool-server.ts";

const PARAMETERS = {
  $schema: "http://json-schema.org/draft-07/schema#",
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
};
const WEATHER = {
  type: "function" as const,
  function: { name: "weather", description: "of a city", parameters: PARAMETERS },
};
const HI = { role: "user" as const, content: "hi" };
const ASK = { model: "test-model", messages: [HI], tools: [WEATHER] };

/** The same two calls, as each family writes them. */
const CALLS = {
  hermes:
    'I look.\n<tool_call>\n{"name": "weather", "arguments": {"city": "Köln"}}\n</tool_call>\n<tool_call>\n{"name": "weather", "arguments": {"city": "Rome"}}\n</tool_call>',
  llama:
    'I look.<|python_tag|>{"name": "weather", "parameters": {"city": "Köln"}}; {"name": "weather", "parameters": {"city": "Rome"}}',
  mistral:
    'I look.[TOOL_CALLS] [{"name": "weather", "arguments": {"city": "Köln"}}, {"name": "weather", "arguments": {"city": "Rome"}}]',
};
const FORMATS = ["hermes", "llama", "mistral"] as const;

let open: ToolServer | undefined;

async function served(...given: Parameters<typeof toolServer>) {
  open = await toolServer(...given);
  const client = new OpenAI({ baseURL: `${open.url}/v1`, apiKey: "none", maxRetries: 0 });
  return { test: open, client };
}

afterEach(async () => {
  await open?.server.close();
  open = undefined;
});

describe("calls of tools", () => {
  it.each(FORMATS)("come with the client as OpenAI sends them: %s", async (name) => {
    const { client, test } = await served(TOOL_TEMPLATES[name], [CALLS[name]]);
    const id = expect.stringMatching(name === "mistral" ? /^\w{9}$/ : /^call_\w{24}$/);
    const call = (city: string) => ({
      ...{ id, type: "function" },
      function: { name: "weather", arguments: `{"city": "${city}"}` },
    });
    const choice = {
      index: 0,
      finish_reason: "tool_calls",
      message: { role: "assistant", content: "I look.", tool_calls: [call("Köln"), call("Rome")] },
    };
    const whole = await client.chat.completions.create(ASK);
    expect(whole.choices).toEqual([choice]);
    const streamed = await client.chat.completions.stream(ASK).finalChatCompletion();
    expect(streamed.choices).toMatchObject([choice]);
    expect(test.records.map(({ ends }) => ends)).toEqual([["tool_calls"], ["tool_calls"]]);
    const metrics = await (await fetch(`${test.url}/metrics`)).text();
    expect(metrics).toMatch(/request_success_total\{.*finished_reason="stop".*\} 2/);
  });

  it("have no content beside them where the model said nothing else", async () => {
    const one = '<tool_call>{"name": "weather", "arguments": {}}</tool_call>';
    const { client } = await served(TOOL_TEMPLATES.hermes, [one]);
    const { choices } = await client.chat.completions.create({ ...ASK, n: 2 });
    expect(choices.map(({ message }) => message.content)).toEqual([null, null]);
    expect(choices.map(({ message }) => message.tool_calls?.length)).toEqual([1, 1]);
  });

  it("come in events: id and name once, and arguments in pieces", async () => {
    const { client } = await served(TOOL_TEMPLATES.hermes, [CALLS.hermes]);
    const stream = await client.chat.completions.create({ ...ASK, stream: true });
    const deltas = [];
    for await (const { choices } of stream) deltas.push(...choices);
    const pieces = deltas.flatMap(({ delta }) => delta.tool_calls ?? []);
    const begun = pieces.filter(({ id }) => id !== undefined);
    expect(begun.map(({ index, type }) => [index, type])).toEqual([
      [0, "function"],
      [1, "function"],
    ]);
    expect(pieces.filter((each) => each.function?.name !== undefined)).toEqual(begun);
    expect(pieces.filter(({ index }) => index === 0).length).toBeGreaterThan(2);
    const firstCall = deltas.findIndex(({ delta }) => delta.tool_calls !== undefined);
    const text = deltas.slice(0, firstCall).map(({ delta }) => delta.content ?? "");
    expect(text.join("")).toBe("I look.");
    expect(deltas.filter(({ delta }) => delta.tool_calls?.length === 0)).toEqual([]);
    expect(deltas.filter(({ finish_reason }) => finish_reason !== null)).toHaveLength(1);
  });

  it.each([false, true])("are run by the client's own loop, streaming: %s", async (stream) => {
    const { client, test } = await served(TOOL_TEMPLATES.hermes, [CALLS.hermes, "It is warm."]);
    const cities: string[] = [];
    const weather = {
      ...{ name: "weather", description: "of a city", parameters: PARAMETERS },
      parse: JSON.parse,
      function: ({ city }: { city: string }) => {
        cities.push(city);
        return "20 degrees";
      },
    };
    const runner = client.chat.completions.runTools({
      ...{ model: "test-model", messages: [HI], tools: [{ type: "function", function: weather }] },
      stream: stream as false,
    });
    expect(await runner.finalContent()).toBe("It is warm.");
    expect(cities).toEqual(["Köln", "Rome"]);
    expect(test.records.map(({ ends }) => ends)).toEqual([["tool_calls"], ["stop"]]);
  });

  it("end with the first one where there may be no other", async () => {
    const { client } = await served(TOOL_TEMPLATES.hermes, [CALLS.hermes]);
    const asked = { ...ASK, parallel_tool_calls: false };
    const { choices, usage } = await client.chat.completions.create(asked);
    expect(choices[0]?.message.tool_calls).toHaveLength(1);
    expect(choices[0]?.finish_reason).toBe("tool_calls");
    expect(usage?.completion_tokens).toBeLessThan(CALLS.hermes.length * 0.8);
  });

  it("that are cut or malformed lose nothing", async () => {
    const broken = "<tool_call>{'name': 'weather'}</tool_call>";
    const { client } = await served(TOOL_TEMPLATES.hermes, [broken, CALLS.hermes]);
    const malformed = await client.chat.completions.create(ASK);
    expect(malformed.choices).toMatchObject([
      { finish_reason: "stop", message: { content: broken } },
    ]);
    expect(malformed.choices[0]?.message).not.toHaveProperty("tool_calls");
    const stop = { ...ASK, stop: "K\u00f6" };
    const cut = await client.chat.completions.create(stop);
    expect(cut.choices[0]?.message.tool_calls).toMatchObject([
      { function: { name: "weather", arguments: '{"city": "' } },
    ]);
  });

  it("have as many tokens in their log probabilities as were generated", async () => {
    const { client } = await served(TOOL_TEMPLATES.hermes, [CALLS.hermes]);
    const asked = { ...ASK, logprobs: true };
    const { choices, usage } = await client.chat.completions.create(asked);
    expect(choices[0]?.logprobs?.content).toHaveLength(usage?.completion_tokens ?? 0);
    const stream = client.chat.completions.stream(asked);
    const final = await stream.finalChatCompletion();
    expect(final.choices[0]?.logprobs?.content).toHaveLength(usage?.completion_tokens ?? 0);
  });

  it("are text where no tool was given", async () => {
    const { client } = await served(TOOL_TEMPLATES.hermes, [CALLS.hermes]);
    for (const more of [{ tools: [] }, { tool_choice: "none" as const }]) {
      const { choices } = await client.chat.completions.create({ ...ASK, ...more });
      expect(choices[0]).toMatchObject({
        finish_reason: "stop",
        message: { content: CALLS.hermes },
      });
    }
  });
});

describe("tools", () => {
  it.each(FORMATS)("are worded by the template, and so are calls before: %s", async (name) => {
    const { test } = await served(TOOL_TEMPLATES[name], ["ok"]);
    const id = "abcdefghi";
    const calls = [
      {
        ...{ id, type: "function" },
        function: { name: "weather", arguments: '{"city":"Köln"}' },
      },
    ];
    const messages = [
      HI,
      { role: "assistant", content: null, tool_calls: calls },
      { role: "tool", tool_call_id: id, content: "20 degrees" },
    ];
    const prompt = await test.promptOf({ messages, tools: [WEATHER] });
    expect(prompt).toContain('"$schema": "http://json-schema.org/draft-07/schema#"');
    expect(prompt).toContain('{"city": "Köln"}');
    expect(prompt).toContain("20 degrees");
    expect(await test.promptOf({ messages })).not.toContain("$schema");
  });

  it("are refused by name where the template has none, or does not say how to call them", async () => {
    const lines = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}";
    const { test } = await served(lines, ["ok"]);
    for (const path of ["/v1/chat/completions", "/tokenize"]) {
      const none = await test.post(path, { messages: [HI], tools: [WEATHER] });
      expect(none.status).toBe(400);
      expect(await none.json()).toMatchObject({
        error: {
          message: expect.stringContaining("the chat template of this model has no tools"),
          param: "tools",
        },
      });
    }
    await test.server.close();
    const { client } = await served(`{{ tools | tojson }}${lines}`, ["ok"]);
    await expect(client.chat.completions.create(ASK)).rejects.toMatchObject({
      status: 400,
      param: "tools",
      message: expect.stringContaining("--tool-format hermes|llama|mistral"),
    });
  });

  it("are called in the format that the server is told", async () => {
    const template = `{{ tools | tojson }}${TOOL_TEMPLATES.hermes}`;
    const { client } = await served(template, [CALLS.mistral], TOOL_FORMATS.mistral);
    const { choices } = await client.chat.completions.create(ASK);
    expect(choices[0]?.message.tool_calls).toHaveLength(2);
  });
});
