import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import OpenAI from "openai";
import { TextAssembly } from "../../src/tokenizer/decoding/text-assembly.ts";
import type { Tokenizer } from "../../src/tokenizer/tokenizer.ts";
import { ScriptedEngine, type TestServer, testServer } from "../support/http-server.ts";
import { END, LETTERS, letters, START } from "../support/letter-tokenizer.ts";
import { CLIENT_REQUESTS } from "./client-requests.ts";

/** What the model says, whatever the prompt; two tokens are the halves of a letter. */
const SAYS = [...letters("hello the end"), 38, 39, ...letters(" x"), END];
const SAID = "hello the end\u00e9 x";
const PROMPT = "a".repeat(19);

let test: TestServer;
let client: OpenAI;

beforeAll(async () => {
  const engine = new ScriptedEngine((index) => SAYS[index] ?? END);
  test = await testServer({ engine });
  client = new OpenAI({ baseURL: `${test.url}/v1`, apiKey: "none", maxRetries: 0 });
});

afterAll(() => test.server.close());

/** Events of a streamed answer, with their data. */
async function eventsOf(path: string, body: object): Promise<string[]> {
  const response = await test.post(path, { model: "test-model", ...body, stream: true });
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  const text = await response.text();
  return text.split("\n\n").filter((event) => event !== "");
}

const complete = { model: "test-model", prompt: PROMPT, max_tokens: 40 };

describe("completions", () => {
  it("are whole, with an end and token counts", async () => {
    const answer = await client.completions.create(complete);
    expect(answer).toMatchObject({
      object: "text_completion",
      model: "test-model",
      choices: [{ index: 0, text: SAID, logprobs: null, finish_reason: "stop" }],
      usage: { prompt_tokens: 20, completion_tokens: SAYS.length },
    });
  });

  it("stop at a text that tokens cut, and do not count what came behind it", async () => {
    const answer = await client.completions.create({ ...complete, stop: ["o the e", "zz"] });
    expect(answer.choices[0]).toMatchObject({ text: "hell", finish_reason: "stop" });
    expect(answer.usage?.completion_tokens).toBeLessThan(SAYS.length);
    const { state } = test.server.runtime;
    expect(state.running + state.waiting).toBe(0);
  });

  it("keep the stop, begin with the prompt, and go on behind an end where that is asked for", async () => {
    const kept = await test.post("/v1/completions", {
      ...complete,
      ...{ stop: "the", include_stop_str_in_output: true, echo: true },
    });
    expect(await kept.json()).toMatchObject({ choices: [{ text: `${PROMPT}hello the` }] });
    const on = await test.post("/v1/completions", { ...complete, ignore_eos: true });
    expect(await on.json()).toMatchObject({
      choices: [{ finish_reason: "length" }],
      usage: { completion_tokens: 40 },
    });
  });

  it("go on with the prompt's text, and begin one of their own behind none", async () => {
    const startText: Tokenizer["startText"] = ({ continues }) =>
      new TextAssembly([
        { push: (piece) => [continues ? piece : piece.toUpperCase()], end: () => [] },
      ]);
    const engine = new ScriptedEngine(() => letters("x")[0] as number);
    const other = await testServer({ engine, tokenizer: { ...LETTERS, startText } });
    try {
      const said = async (prompt: unknown) => {
        const answer = await other.post("/v1/completions", { prompt, max_tokens: 2 });
        return ((await answer.json()) as { choices: { text: string }[] }).choices[0]?.text;
      };
      expect(await said("hi")).toBe("xx");
      expect(await said([START])).toBe("XX");
    } finally {
      await other.server.close();
    }
  });

  it("hold half a character back, and end it where it is all there is", async () => {
    const events = await eventsOf("/v1/completions", { ...complete, max_tokens: 14 });
    const texts = events.slice(0, -1).map((event) => JSON.parse(event.slice(6)).choices[0].text);
    expect(texts.join("")).toBe("hello the end\ufffd");
    expect(texts.slice(0, -1).join("")).not.toContain("\ufffd");
  });

  it("come to each prompt, in its order, n times", async () => {
    const asked = { ...complete, prompt: ["a", "b", "c"], n: 2, echo: true };
    const answer = await client.completions.create(asked);
    expect(answer.choices.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(answer.choices.map(({ text }) => text[0])).toEqual(["a", "a", "b", "b", "c", "c"]);
    expect(answer.usage?.completion_tokens).toBe(6 * SAYS.length);
  });

  it("are refused with the reason where a prompt is too long or has unknown tokens", async () => {
    const long = await test.post("/v1/completions", { ...complete, max_tokens: 5000 });
    expect(long.status).toBe(400);
    expect(await long.json()).toMatchObject({
      error: {
        message: expect.stringMatching(/^20 prompt tokens and up to 5000 new ones/),
        code: "context_length_exceeded",
      },
    });
    const unknown = await test.post("/v1/completions", { prompt: [1, 44] });
    expect(await unknown.json()).toMatchObject({
      error: { message: "token 1 of the prompt is 44: give ids from 0 to 43", param: "prompt" },
    });
  });
});

describe("texts that no context holds", () => {
  const most = 64 * 4096;
  const chatOf = (content: unknown) => ({ messages: [{ role: "user", content }] });

  it.each([
    ["/v1/completions", { prompt: "a".repeat(most + 1) }, "prompt"],
    ["/v1/completions", { prompt: ["a", "\u00e9".repeat(most / 2 + 1)] }, "prompt"],
    ["/tokenize", { prompt: "a".repeat(most + 1) }, "prompt"],
    ["/tokenize", chatOf("a".repeat(most + 1)), "messages"],
    ["/v1/chat/completions", chatOf([{ type: "text", text: "a".repeat(most) }]), "messages"],
    [
      "/v1/chat/completions",
      { ...chatOf("a"), chat_template_kwargs: { x: "a".repeat(most) } },
      "messages",
    ],
  ])("are refused before they are encoded or rendered: %s", async (path, body, param) => {
    const encode = jest.spyOn(LETTERS, "encode");
    const render = jest.spyOn(LETTERS, "renderChat");
    const renderLarge = jest.spyOn(LETTERS, "renderLargeChat");
    const refused = await test.post(path, body);
    const encoded = encode.mock.calls.filter(([text]) => text.length > 1);
    const calls = [...encoded, ...render.mock.calls, ...renderLarge.mock.calls];
    jest.restoreAllMocks();
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      error: {
        message: expect.stringMatching(/bytes of text, and a context of 4096 tokens takes up to/),
        ...{ param, code: "context_length_exceeded" },
      },
    });
    expect(calls).toHaveLength(0);
  });

  it.each([
    ["many messages", Array(40).fill({ role: "user", content: "a" })],
    ["many parts", [{ role: "user", content: Array(40).fill({ type: "text", text: "a" }) }]],
    ["much text", [{ role: "user", content: "a".repeat(70_000) }]],
  ])("are worded beside the steps where they have %s", async (_, messages) => {
    const render = jest.spyOn(LETTERS, "renderLargeChat");
    const small = await test.post("/tokenize", chatOf("a"));
    expect(render.mock.calls).toHaveLength(0);
    const large = await test.post("/tokenize", { messages });
    expect(render.mock.calls).toHaveLength(1);
    jest.restoreAllMocks();
    expect([small.status, large.status]).toEqual([200, 200]);
  });

  it("are encoded two at once where they are big", async () => {
    let now = 0;
    let most = 0;
    const encode = jest.spyOn(LETTERS, "encode").mockImplementation(async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 5));
      now--;
      return letters("hi");
    });
    const big = { prompt: "a".repeat(2 ** 16) };
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => test.post("/tokenize", big)));
    encode.mockRestore();
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(most).toBe(2);
  });
});

describe("what is not as it seems", () => {
  it("is refused in the query, where a version of the API alone may stand", async () => {
    const refused = await test.post("/v1/completions?temperature=0", { prompt: "a" });
    expect(refused.status).toBe(400);
    const { error } = (await refused.json()) as { error: { message: string; param: string } };
    expect(error.param).toBe("temperature");
    expect(error.message).toContain("send it in the body");
    const taken = await test.post("/v1/completions?api-version=1", { prompt: "a", max_tokens: 1 });
    expect(taken.status).toBe(200);
  });

  it.each([
    [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), /no JSON in UTF-8/, null],
    ['{"prompt":"a\\ud800b"}', /half of a surrogate pair, \\ud800/, "prompt"],
    ['{"prompt":"a","stop_token_ids":[44]}', /names 44: give ids from 0 to 43/, "stop_token_ids"],
    [
      '{"prompt":"a","logit_bias":{"44":1}}',
      /a biased token of 44 \(ids are 0 to 43\)/,
      "logit_bias",
    ],
    ['{"prompt":"a","max_tokens":2,"min_tokens":3}', /^min_tokens is 3/, "min_tokens"],
    ['{"prompt":"a","max_tokens":5000}', /ask for fewer$/, "max_tokens"],
    [JSON.stringify({ prompt: "a".repeat(5000), max_tokens: 1 }), /: shorten it$/, "prompt"],
    ['{"prompt":[]}', /array of 0/, "prompt"],
    ['{"prompt":[[]]}', /the prompt is empty/, "prompt"],
  ])("is refused, and the key is named: %s", async (body, message, param) => {
    const response = await fetch(`${test.url}/v1/completions`, { method: "POST", body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringMatching(message), param },
    });
  });
});

describe("chats", () => {
  const messages = [{ role: "user" as const, content: "a" }];
  /** Renders to 20 tokens: its colons and spaces count. */
  const chat = { model: "test-model", messages };

  it("are whole, with a role", async () => {
    const answer = await client.chat.completions.create(chat);
    expect(answer).toMatchObject({
      object: "chat.completion",
      choices: [{ index: 0, message: { role: "assistant" }, finish_reason: "stop" }],
    });
    expect(answer.choices[0]?.message.content).toBe(SAID);
  });

  it("that are too long name their messages", async () => {
    const long = { messages: [{ role: "user", content: "a".repeat(5000) }] };
    const response = await test.post("/v1/chat/completions", long);
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: { message: expect.stringMatching(/: shorten it$/), param: "messages" } },
    ]);
  });

  it("stream with the role first, one end, token counts where asked for, and a mark at the end", async () => {
    const events = await eventsOf("/v1/chat/completions", {
      messages,
      stream_options: { include_usage: true },
    });
    expect(events.at(-1)).toBe("data: [DONE]");
    const chunks = events.slice(0, -1).map((event) => JSON.parse(event.slice(6)));
    const outputs = chunks.filter(({ choices }) => choices.length > 0);
    expect(chunks.slice(0, -1)).toEqual(outputs);
    expect(outputs[0].choices[0].delta.role).toBe("assistant");
    expect(outputs.slice(1).every(({ choices }) => choices[0].delta.role === undefined)).toBe(true);
    const ends = outputs.map(({ choices }) => choices[0].finish_reason);
    expect(ends).toEqual([...ends.slice(0, -1).map(() => null), "stop"]);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 19 } });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    const silent = await eventsOf("/v1/chat/completions", { messages });
    expect(silent.join("")).not.toContain("usage");
  });

  it("stream through the client's own helper as they are whole", async () => {
    const whole = await client.chat.completions.create(chat);
    const helped = await client.chat.completions.stream(chat).finalChatCompletion();
    expect(helped.choices[0]?.message.content).toBe(whole.choices[0]?.message.content);
    expect(helped.choices[0]?.finish_reason).toBe("stop");
  });

  it("are refused with the template's own words", async () => {
    const refused = client.chat.completions.create({
      ...chat,
      messages: [{ role: "system", content: "a" }],
    });
    await expect(refused).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining("a user has to speak"),
    });
  });
});

describe("what clients send by themselves", () => {
  it.each(CLIENT_REQUESTS)("is answered or refused by name: $client", async (request) => {
    const { path, body, comesTo, contentType = "application/json" } = request;
    const response = await test.post(path, { ...body }, { "content-type": contentType });
    const text = await response.text();
    if (comesTo === "answer") {
      expect({ status: response.status, text }).toMatchObject({ status: 200 });
      if (body.stream === true)
        expect(text).toMatch(/"finish_reason":"(stop|length)".*data: \[DONE\]\n\n$/s);
      else expect(JSON.parse(text).choices[0].finish_reason).toMatch(/^(stop|length)$/);
    } else if ("refuses" in comesTo) {
      expect(response.status).toBe(400);
      expect(JSON.parse(text).error).toMatchObject({ param: comesTo.refuses });
    } else {
      expect(response.status).toBe(404);
      expect(JSON.parse(text).error.message).toMatch(comesTo.notFound);
    }
  });
});

describe("log probabilities", () => {
  let real: TestServer;

  beforeAll(async () => {
    real = await testServer();
  });
  afterAll(() => real.server.close());

  it("name tokens by text and bytes on chats, and by text on completions", async () => {
    const messages = [{ role: "user", content: "hi" }];
    const chat = await real.post("/v1/chat/completions", {
      ...{ messages, logprobs: true, top_logprobs: 2, temperature: 0, max_tokens: 4 },
      ignore_eos: true,
    });
    const { choices } = (await chat.json()) as OpenAI.ChatCompletion;
    const content = choices[0]?.logprobs?.content ?? [];
    expect(content).toHaveLength(4);
    for (const { token, bytes, logprob, top_logprobs } of content) {
      expect(Buffer.from(bytes ?? []).toString("utf8")).toBe(token);
      expect(top_logprobs).toHaveLength(2);
      expect(top_logprobs[0]).toEqual({ token, bytes, logprob });
      expect(logprob).toBeLessThan(0);
    }
    const completion = await real.post("/v1/completions", {
      ...{ prompt: "hi", logprobs: 0, temperature: 0, max_tokens: 4, ignore_eos: true },
    });
    const { choices: plain } = (await completion.json()) as OpenAI.Completion;
    const { tokens = [], token_logprobs: own = [], top_logprobs } = plain[0]?.logprobs ?? {};
    expect(own).toEqual(Array(4).fill(expect.any(Number)));
    // The token that came is among them, however few are asked for.
    expect(top_logprobs).toEqual(tokens.map((token, at) => ({ [token]: own[at] })));
  });

  it("hold one more than is asked for where an unlikely token came", async () => {
    const response = await real.post("/v1/completions", {
      ...{ prompt: "hi", logprobs: 1, temperature: 1.5, max_tokens: 16, seed: 1, ignore_eos: true },
    });
    const { choices } = (await response.json()) as OpenAI.Completion;
    const { tokens = [], top_logprobs } = choices[0]?.logprobs ?? {};
    const named = top_logprobs?.map((each) => Object.keys(each)) ?? [];
    for (const [at, names] of named.entries()) expect(names).toContain(tokens[at]);
    expect(new Set(named.map(({ length }) => length))).toEqual(new Set([1, 2]));
  });

  it("come with other tokens for each seed of -1", async () => {
    const ask = async () => {
      const request = { prompt: "hi", max_tokens: 16, seed: -1, ignore_eos: true };
      const response = await real.post("/v1/completions", { ...request, temperature: 1.5 });
      return ((await response.json()) as OpenAI.Completion).choices[0]?.text;
    };
    expect(await ask()).not.toBe(await ask());
  });

  it("come with the same tokens for the same seed", async () => {
    const ask = async (seed: number) => {
      const response = await real.post("/v1/completions", {
        ...{ prompt: "hi", max_tokens: 8, seed, ignore_eos: true, temperature: 1.5, n: 2 },
      });
      return ((await response.json()) as OpenAI.Completion).choices.map(({ text }) => text);
    };
    const [first, again, next] = await Promise.all([ask(5), ask(5), ask(6)]);
    expect(again).toEqual(first);
    // Each of n outputs has the next seed.
    expect(next?.[0]).toBe(first?.[1]);
    expect(first?.[0]).not.toBe(first?.[1]);
  });
});

describe("the other routes", () => {
  it("list models, and find one whose name has a slash, escaped or not", async () => {
    const named = await testServer({ served: ["org/name", "alias"] });
    const models = new OpenAI({ baseURL: `${named.url}/v1`, apiKey: "none" }).models;
    expect((await models.list()).data.map(({ id }) => id)).toEqual(["org/name", "alias"]);
    expect(await models.retrieve("org/name")).toMatchObject({ id: "org/name", object: "model" });
    expect((await fetch(`${named.url}/v1/models/org/name`)).status).toBe(200);
    expect((await fetch(`${named.url}/v1/models/other`)).status).toBe(404);
    await named.server.close();
  });

  it("tokenize texts and chats, and put text together again", async () => {
    const of = async (path: string, body: object) => (await test.post(path, body)).json();
    const tokens = [0, ...letters("hi")];
    expect(await of("/tokenize", { prompt: "hi", return_token_strs: true })).toEqual({
      ...{ count: 3, max_model_len: 4096, tokens },
      token_strs: ["<s>", "h", "i"],
    });
    expect(await of("/tokenize", { messages: [{ role: "user", content: "a" }] })).toMatchObject({
      tokens: await LETTERS.encode("user: a\nassistant: ", { addSpecialTokens: false }),
    });
    expect(await of("/detokenize", { tokens })).toEqual({ prompt: "<s>hi" });
    expect(await of("/tokenize", { prompt: "hi", words: 1 })).toMatchObject({
      error: { param: "words" },
    });
    expect(await of("/tokenize", {})).toMatchObject({ error: { param: "prompt" } });
    expect(await of("/detokenize", { tokens: [99] })).toMatchObject({ error: { param: "tokens" } });
  });

  it("show a page, and the figures that it asks for", async () => {
    const page = await fetch(`${test.url}/`);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await page.text()).toContain("<title>test-model on nanoflow-plan</title>");
    const figures = await fetch(`${test.url}/status.json`);
    expect(await figures.json()).toMatchObject({
      ...{ model: "test-model", engine: "reference", running: 0, waiting: 0 },
      lastStep: { program: "overlapped" },
    });
  });

  it.each([
    ["/v1/v1/chat/completions", "it is /v1/chat/completions here"],
    ["/chat/completions", "it is /v1/chat/completions here"],
    ["/api/v1/chat/completions/", "it is /v1/chat/completions here"],
    ["/completions", "it is /v1/completions here"],
    ["/v1/v1/completions", "it is /v1/completions here"],
    ["/models", "it is /v1/models here"],
    ["/v1/responses", "use /v1/chat/completions"],
  ])("say of %s which is meant", async (path, hint) => {
    const response = await test.post(path, { messages: [] });
    expect(response.status).toBe(404);
    expect((await response.json()).error.message).toContain(
      `${path} is no route of this server: ${hint}`,
    );
  });

  it("say what is wrong in one shape, with the right status", async () => {
    const at = (path: string, init: RequestInit = {}) => fetch(`${test.url}${path}`, init);
    for (const [response, status] of [
      [await at("/nothing"), 404],
      [await at("/v1/completions"), 405],
      [await test.post("/health", {}), 405],
      [await test.post("/v1/completions", "{"), 400],
      [await test.post("/v1/completions", "[]"), 400],
      [await at("/v1/completions", { method: "POST" }), 400],
      [await at("/v1/chat/completions/", { method: "POST", body: "{}" }), 400],
    ] as const) {
      expect([response.url, response.status]).toEqual([response.url, status]);
      expect(response.headers.get("content-type")).toMatch(/^application\/json/);
      expect(await response.json()).toEqual({
        error: {
          message: expect.any(String),
          type: expect.any(String),
          param: status === 400 && response.url.includes("chat") ? "messages" : null,
          code: expect.any(String),
        },
      });
    }
  });
});
