import { describe, expect, it } from "@jest/globals";
import { ApiError } from "../../../src/server/protocol/api-error.ts";
import { readChat } from "../../../src/server/protocol/chat-request.ts";
import { readCompletion } from "../../../src/server/protocol/completion-request.ts";
import { type GeneratingRoute, REQUEST_KEYS } from "../../../src/server/protocol/request-keys.ts";

const BODIES: Readonly<Record<GeneratingRoute, Record<string, unknown>>> = {
  completions: { prompt: "hi" },
  chat: { messages: [{ role: "user", content: "hi" }] },
};

function read(route: GeneratingRoute, more: Record<string, unknown>) {
  const body = { ...BODIES[route], ...more };
  if (route === "completions") return readCompletion(body, ["m"]);
  return readChat(body, ["m"]).request;
}

function errorOf(route: GeneratingRoute, more: Record<string, unknown>): ApiError["body"]["error"] {
  try {
    read(route, more);
  } catch (error) {
    if (error instanceof ApiError) return error.body.error;
    throw error;
  }
  throw new Error(`taken: ${JSON.stringify(more)}`);
}

function partWith(more: Record<string, unknown>) {
  return { messages: [{ role: "user", content: [{ type: "text", text: "a", ...more }] }] };
}

const KEYS = REQUEST_KEYS.flatMap((key) => key.on.map((route) => ({ ...key, route })));

const F = { type: "function", function: { name: "f" } };

/** A message in which a model called a function. */
const CALL = {
  role: "assistant",
  tool_calls: [{ id: "1", function: { name: "f", arguments: "{}" } }],
} as const;

describe("the keys of a request", () => {
  it("have one entry for each route", () => {
    const entries = KEYS.map(({ name, route }) => `${route} ${name}`);
    expect(new Set(entries).size).toBe(entries.length);
  });

  it("count as left out when they are null, whatever they are", () => {
    for (const { name, route } of KEYS) {
      if (name in BODIES[route]) continue;
      expect(() => read(route, { [name]: null })).not.toThrow();
    }
  });

  it("that are harmless are taken with any value", () => {
    for (const { name, route } of KEYS.filter(({ use }) => use === "harmless")) {
      for (const value of [true, "x", 3, { a: [1] }]) {
        expect(() => read(route, { [name]: value })).not.toThrow();
      }
    }
  });

  it("of a request with all that vLLM's and SGLang's own clients fill in change nothing", () => {
    const vllm = {
      ...{ include_reasoning: true, use_beam_search: false, length_penalty: 1, priority: 0 },
      ...{ spaces_between_special_tokens: true, skip_special_tokens: true, echo: false },
      ...{ bad_words: [], truncate_prompt_tokens: null, cache_salt: null, vllm_xargs: null },
      ...{ request_id: "a", session_id: "b", tool_choice: "none", parallel_tool_calls: true },
    };
    const sglang = { separate_reasoning: true, stream_reasoning: true, rid: "a", regex: null };
    expect(read("chat", { ...vllm, ...sglang, seed: 1 })).toEqual(read("chat", { seed: 1 }));
    expect(read("chat", { include_reasoning: false, seed: 1 })).toEqual(read("chat", { seed: 1 }));
  });

  it("that are refused are named with a remedy, and taken where they ask for nothing", () => {
    for (const { name, route, neutral = [] } of KEYS.filter(({ use }) => use === "refused")) {
      expect(errorOf(route, { [name]: { asks: "for something" } })).toMatchObject({
        message: expect.stringMatching(new RegExp(`^\`${name}\` is not supported: .{10,}`)),
        type: "invalid_request_error",
        param: name,
        code: "unsupported_parameter",
      });
      for (const value of neutral) expect(() => read(route, { [name]: value })).not.toThrow();
    }
  });

  it("that are honoured are checked: a value that cannot be is named", () => {
    for (const { name, route } of KEYS.filter(({ use }) => use === "honoured")) {
      expect(errorOf(route, { [name]: [{ no: "value" }] })).toMatchObject({
        param: expect.stringContaining(name),
      });
    }
  });

  it("take stops of up to 1,024 characters", () => {
    expect(() => read("chat", { stop: ["b", "a".repeat(1024)] })).not.toThrow();
    expect(errorOf("chat", { stop: ["b", "a".repeat(1025)] })).toMatchObject({
      message: "`stop` has a text of 1025 characters: give texts of up to 1024",
      param: "stop",
    });
  });

  it("that nobody knows are named, with the nearest one", () => {
    expect(errorOf("chat", { max_token: 3 })).toEqual({
      message: "`max_token` is no key of this request: did you mean `max_tokens`?",
      type: "invalid_request_error",
      param: "max_token",
      code: "unknown_parameter",
    });
    expect(errorOf("completions", { messages: [] }).param).toBe("messages");
  });

  it.each([
    ["completions", "max_completion_tokens", "max_tokens"],
    ["chat", "repeat_penalty", "repetition_penalty"],
    ["completions", "num_return_sequences", "n"],
  ] as const)(
    "of %s that other routes and servers have are named: %s is %s",
    (route, key, meant) => {
      expect(errorOf(route, { [key]: 1 }).message).toContain(`did you mean \`${meant}\`?`);
    },
  );

  it("are never answered with one that is refused in its turn", () => {
    for (const { name, on } of REQUEST_KEYS.filter(({ use }) => use === "refused"))
      for (const route of on)
        expect(errorOf(route, { [`${name}_`]: 1 }).message).not.toContain(`\`${name}\``);
  });

  it("give the terms of the output", () => {
    const request = read("chat", {
      ...{ max_tokens: 7, max_completion_tokens: 9, min_tokens: 2, n: 3, stop: "end", seed: -2 },
      ...{ temperature: 0.5, top_p: 0.9, top_k: -1, min_p: 0.1, logit_bias: { 5: -100 } },
      ...{ presence_penalty: 0, frequency_penalty: 0, repetition_penalty: 1, ignore_eos: true },
      ...{ stop_token_ids: [4], logprobs: true, top_logprobs: 2, ...{ stream: true } },
      stream_options: { include_usage: true, include_obfuscation: false },
    });
    expect(request).toMatchObject({
      ...{ model: "m", outputs: 3, topLogprobs: 2, streams: true, includesUsage: true },
      terms: {
        ...{ maxTokens: 9, minTokens: 2, ignoreEos: true, stopTokens: [4], stops: ["end"] },
        sampling: { temperature: 0.5, topP: 0.9, topK: 0, minP: 0.1 },
        seed: Number.MAX_SAFE_INTEGER - 2,
      },
    });
    expect(request.terms.sampling.logitBias).toEqual([{ token: 5, bias: -100 }]);
  });

  it("have the defaults of OpenAI", () => {
    expect(read("completions", {}).terms).toMatchObject({
      ...{ maxTokens: 16, minTokens: 0, ignoreEos: false, stops: [] },
      sampling: { temperature: 1, topP: 1, topK: 0 },
    });
    expect(read("chat", {})).toMatchObject({ outputs: 1, streams: false, includesUsage: false });
    expect(read("chat", {}).terms.maxTokens).toBeUndefined();
  });

  it.each([
    [{ temperature: -1 }, "temperature"],
    [{ temperature: "hot" }, "temperature"],
    [{ top_p: 0 }, "top_p"],
    [{ n: 0 }, "n"],
    [{ n: 129 }, "n"],
    [{ max_tokens: 0 }, "max_tokens"],
    [{ max_tokens: 1.5 }, "max_tokens"],
    [{ stop: ["a", 3] }, "stop"],
    [{ stop: "" }, "stop"],
    [{ stop: Array(17).fill("a") }, "stop"],
    [{ logit_bias: { a: 1 } }, "logit_bias"],
    [{ logit_bias: { 1: 101 } }, "logit_bias"],
    [{ logprobs: 21 }, "logprobs"],
    [{ echo: true, logprobs: 1 }, "logprobs"],
    [{ prompt: [] }, "prompt"],
    [{ prompt: ["a", [1]] }, "prompt"],
    [{ prompt: [1.5] }, "prompt"],
    [{ prompt: undefined }, "prompt"],
    [{ stream: "yes" }, "stream"],
    [{ stream: true, stream_options: { continuous_usage_stats: true } }, "stream_options"],
    [{ stream_options: { include_usage: true } }, "stream_options"],
    [{ stream: false, stream_options: {} }, "stream_options"],
    [{ best_of: 1, n: 2 }, "best_of"],
    [{ best_of: 3, n: 2 }, "best_of"],
    [{ best_of: 2 }, "best_of"],
    [{ seed: 2 ** 53 }, "seed"],
    [{ model: 4 }, "model"],
  ])("of completions that cannot be are named: %j", (more, param) => {
    expect(errorOf("completions", more)).toMatchObject({ param });
  });

  it.each([
    [{ messages: [] }, "messages"],
    [{ messages: "hi" }, "messages"],
    [{ messages: ["hi"] }, "messages[0]"],
    [{ messages: [{ content: "hi" }] }, "messages[0].role"],
    [{ messages: [{ role: "user", content: 3 }] }, "messages[0].content"],
    [
      { messages: [{ role: "user", content: [{ type: "image_url", image_url: {} }] }] },
      "messages[0].content[0]",
    ],
    [{ messages: [{ role: "user", content: [{ type: "text" }] }] }, "messages[0].content[0].text"],
    [{ messages: [{ role: "user", content: [] }] }, "messages[0].content"],
    [{ messages: [{ role: "user", content: "a", name: 5 }] }, "messages[0].name"],
    [{ messages: [{ role: "assistant", reasoning: ["a"] }] }, "messages[0].reasoning"],
    [{ messages: [{ role: "assistant", tool_calls: {} }] }, "messages[0].tool_calls"],
    [
      { messages: [{ role: "assistant", tool_calls: [{ fucntion: { name: "f" } }] }] },
      "messages[0].tool_calls[0]",
    ],
    [{ messages: [{ role: "tool", content: "r" }] }, "messages[0].tool_call_id"],
    [{ messages: [{ role: "tool", content: "r", tool_call_id: "1" }] }, "messages[0].tool_call_id"],
    [{ messages: [CALL, { role: "tool", content: "r" }] }, "messages[1].tool_call_id"],
    [
      { messages: [CALL, { role: "tool", content: "r", tool_call_id: "2" }] },
      "messages[1].tool_call_id",
    ],
    [partWith({ txet: "b" }), "messages[0].content[0].txet"],
    [partWith({ constructor: 1 }), "messages[0].content[0].constructor"],
    [partWith(JSON.parse('{"__proto__":1}')), "messages[0].content[0].__proto__"],
    [{ top_logprobs: 2 }, "top_logprobs"],
    [{ add_generation_prompt: true, continue_final_message: true }, "continue_final_message"],
  ])("of chats that cannot be are named: %j", (more, param) => {
    expect(errorOf("chat", more)).toMatchObject({ param });
  });

  it("take what a tool answered to a call, and as many answers as are not ranked", () => {
    const answer = { role: "tool", content: "r", tool_call_id: "1" };
    expect(() => read("chat", { messages: [CALL, answer] })).not.toThrow();
    const [{ function: called }] = CALL.tool_calls;
    const unnamed = { ...CALL, tool_calls: [{ function: called }] };
    expect(() => read("chat", { messages: [unnamed, answer] })).not.toThrow();
    expect(() => read("completions", { best_of: 2, n: 2 })).not.toThrow();
    expect(() => read("completions", { best_of: 1 })).not.toThrow();
  });

  it.each([
    ['{"seed":9007199254740993}', "seed"],
    ['{"max_tokens":9007199254740993}', "max_tokens"],
    ['{"temperature":1e400}', "temperature"],
  ])("are not said to be another number than was sent: %s", (text, name) => {
    expect(errorOf("completions", JSON.parse(text)).message).toMatch(
      new RegExp(`^.${name}. is a number beyond 9007199254740991: give `),
    );
  });

  it("let tools stay that no answer may call", () => {
    const tools = [F];
    const options = (more: object) => {
      const { chat } = readChat({ ...BODIES.chat, tools, ...more }, ["m"]);
      return { template: chat.options.tools, use: chat.tools };
    };
    expect(options({ tool_choice: "none" })).toEqual({ template: undefined, use: undefined });
    expect(options({})).toEqual({
      template: tools,
      use: {
        ...{
          tools,
          functions: [{ name: "f", place: "tools[0].function" }],
          mostCalls: Number.POSITIVE_INFINITY,
        },
      },
    });
    expect(options({ parallel_tool_calls: false }).use).toMatchObject({ mostCalls: 1 });
    const named = { type: "function", function: { name: "f" } };
    for (const tool_choice of ["required", named]) {
      expect(options({ tool_choice }).use?.forced).toMatchObject([{ name: "f" }]);
    }
  });

  it.each<[body: Record<string, unknown>, param: string]>([
    [{ tools: [{ type: "custom", custom: { name: "f" } }] }, "tools[0]"],
    [{ tools: [{ type: "function", function: {} }] }, "tools[0].function.name"],
    [
      { tools: [{ type: "function", function: { name: "f", parameters: "{}" } }] },
      "tools[0].function.parameters",
    ],
    ...[
      ...[{ type: "array", items: {} }, { type: "integer" }, { type: null }],
      ...[{ const: 7 }, { enum: [{}, 7] }, { type: "object", const: 7 }],
      ...[{ anyOf: [{ type: "object" }, { type: "null" }] }, { oneOf: [{}] }],
      { $ref: "#/$defs/a", $defs: { a: { type: ["object", "null"] } } },
    ].map((parameters): [body: Record<string, unknown>, param: string] => [
      { tools: [F, { type: "function", function: { name: "g", parameters } }] },
      "tools[1].function.parameters",
    ]),
    [{ tools: [F, F] }, "tools[1].function.name"],
    ...[{ description: 7 }, { strict: "yes" }, { parametres: {} }].map(
      (more): [body: Record<string, unknown>, param: string] => [
        { tools: [{ type: "function", function: { name: "f", ...more } }] },
        `tools[0].function.${Object.keys(more)[0]}`,
      ],
    ),
    [{ tools: [F], tool_choice: "any" }, "tool_choice"],
    [{ tools: [F], tool_choice: { type: "function", function: { name: "g" } } }, "tool_choice"],
    [{ tools: [F], tool_choice: { type: "allowed_tools", mode: "auto" } }, "tool_choice"],
    [{ tool_choice: "required" }, "tool_choice"],
  ])("name what of tools cannot be: %j", (body, param) => {
    expect(errorOf("chat", body).param).toBe(param);
  });

  it.each([
    ...[{}, { properties: {} }, { type: ["object", "null"] }, { enum: [{}] }],
    ...[{ anyOf: [{ type: "object" }, { required: ["a"] }] }, { $ref: "#/$defs/none" }],
    { $ref: "#" },
    { $ref: "#/definitions/a", definitions: { a: { type: "object" } } },
  ])("take schemas of objects as parameters: %j", (parameters) => {
    const tools = [{ type: "function", function: { name: "f", parameters } }];
    expect(() => read("chat", { tools })).not.toThrow();
  });

  it("name the nearest key of a function, and those of a format where none is near", () => {
    const tools = [{ type: "function", function: { name: "f", parametres: {} } }];
    expect(errorOf("chat", { tools }).message).toBe(
      "`tools[0].function.parametres` is no key of this request: did you mean `parameters`?",
    );
    expect(errorOf("chat", { structured_outputs: { regex: "a" } })).toMatchObject({
      param: "structured_outputs.regex",
      message:
        "`structured_outputs.regex` is no key of this request: leave it out, or use `json`, `choice`, `json_object`",
    });
  });

  it.each([
    [{ type: "json_schema", json_schema: { strict: "yes" } }, "json_schema.strict"],
    [{ type: "json_schema", json_schema: { name: 5 } }, "json_schema.name"],
    [{ type: "json_schema", json_schema: { description: 7 } }, "json_schema.description"],
    [{ type: "json_schema", json_schema: { shema: {} } }, "json_schema.shema"],
    [{ type: "json_schema", json_schema: 7 }, "json_schema"],
    [{ type: "json_object", schema: {} }, "schema"],
  ])("name what of a format cannot be, by its path: %j", (response_format, name) => {
    expect(errorOf("chat", { response_format }).param).toBe(`response_format.${name}`);
  });

  it("name a model that is not served, in the code that clients know", () => {
    expect(errorOf("chat", { model: "n" })).toMatchObject({
      code: "model_not_found",
      param: "model",
    });
  });

  it("are repeated cut short where clients chose them", () => {
    const long = "x".repeat(100_000);
    const cut = `${"x".repeat(100)}…`;
    expect(errorOf("chat", { [long]: 1 })).toMatchObject({
      message: `\`${cut}\` is no key of this request: leave it out`,
      param: cut,
    });
    expect(errorOf("chat", { model: long }).message).toContain(`no model \`${cut}\` is served`);
    for (const type of [long, { [long]: long }, [long]]) {
      const messages = [{ role: "user", content: [{ type }] }];
      expect(errorOf("chat", { messages }).message.length).toBeLessThan(200);
    }
  });

  it("take up to 4,096 messages and parts together", () => {
    const message = { role: "user", content: "a" };
    const most = Array.from({ length: 4096 }, () => message);
    const parts = Array.from({ length: 4096 }, () => ({ type: "text", text: "" }));
    expect(() => read("chat", { messages: most })).not.toThrow();
    for (const messages of [[...most, message], [{ role: "user", content: parts }]]) {
      expect(errorOf("chat", { messages })).toMatchObject({
        message: "`messages` has 4097 messages and parts: send up to 4096",
        param: "messages",
      });
    }
  });

  it("hand messages on to templates as they are, but for the role that these do not know", () => {
    const parts = [{ type: "text", text: "a" }];
    const call = { tool_calls: [{ id: "1", function: { name: "f", arguments: "{}" } }] };
    const messages = [
      { role: "developer", content: "be brief" },
      { role: "user", content: parts },
      { role: "assistant", ...call, reasoning_content: "why" },
    ];
    const { chat } = readChat({ messages }, ["m"]);
    expect(chat.messages).toEqual([{ role: "system", content: "be brief" }, ...messages.slice(1)]);
  });

  it("make parts of texts among them, which templates would pass over", () => {
    const content = ["a", { type: "text", text: "b" }];
    const { chat } = readChat({ messages: [{ role: "user", content }] }, ["m"]);
    expect(chat.messages[0]?.content).toEqual([
      { type: "text", text: "a" },
      { type: "text", text: "b" },
    ]);
  });

  it.each(["user", "system", "developer", "tool"])(
    "have a content where the role is %s",
    (role) => {
      for (const message of [{ role }, { role, content: null }, { role, contnet: "hi" }]) {
        expect(errorOf("chat", { messages: [message] })).toMatchObject({
          message: expect.stringContaining(`what the ${role} says`),
          param: "messages[0].content",
        });
      }
    },
  );

  it("have no key in their options of streams that is not known", () => {
    const options = { stream: true, stream_options: { include_usge: true } };
    expect(errorOf("chat", options).message).toBe(
      "`stream_options.include_usge` is no key of this request: did you mean `include_usage`?",
    );
  });

  it("are sent to the route that takes them", () => {
    expect(errorOf("chat", { prompt: "hi" }).message).toContain("send it to /v1/completions");
    expect(errorOf("chat", { constructor: 1 }).message).not.toContain("send it to");
    expect(errorOf("completions", { messages: [] }).message).toContain(
      "send it to /v1/chat/completions",
    );
  });
});
