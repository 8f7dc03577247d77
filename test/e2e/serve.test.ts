import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import OpenAI from "openai";

const CLI = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));

/** The built server with its log in JSON lines. */
class ServedDemo {
  readonly #child: ChildProcess;
  readonly lines: Record<string, unknown>[] = [];
  readonly ended: Promise<number | null>;
  url = "";

  constructor(...options: string[]) {
    const args = [CLI, "serve", "--demo", "--port", "0", "--json", ...options];
    this.#child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    this.ended = new Promise((resolve) => this.#child.once("exit", resolve));
  }

  async listening(): Promise<void> {
    const output = this.#child.stdout as NonNullable<ChildProcess["stdout"]>;
    await new Promise<void>((resolve) => {
      createInterface({ input: output }).on("line", (line) => {
        this.lines.push(JSON.parse(line));
        resolve();
      });
    });
    this.url = String(this.lines[0]?.url);
  }

  end(signal: NodeJS.Signals): Promise<number | null> {
    this.#child.kill(signal);
    return this.ended;
  }
}

describe("serve --demo", () => {
  const demo = new ServedDemo("--api-key", "key");
  let client: OpenAI;

  beforeAll(async () => {
    await demo.listening();
    client = new OpenAI({ baseURL: `${demo.url}/v1`, apiKey: "key", maxRetries: 0 });
  });

  afterAll(() => demo.end("SIGKILL"));

  it("streams a chat to the client that people use, on loopback", async () => {
    expect(demo.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const stream = await client.chat.completions.create({
      model: "demo",
      messages: [{ role: "user", content: "What is a plan?" }],
      ...{ stream: true as const, stream_options: { include_usage: true } },
      ...{ seed: 3, max_tokens: 12 },
    });
    let [text, chunks, usage] = ["", 0, 0];
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      usage += chunk.usage?.completion_tokens ?? 0;
      chunks++;
    }
    expect(text).toMatch(/^( ?[a-z]+)+$/);
    expect(chunks).toBeGreaterThan(2);
    expect(usage).toBeLessThanOrEqual(12);
  });

  it("gives the same words for the same seed, streamed or whole, with log probabilities", async () => {
    const asked = {
      model: "demo",
      messages: [{ role: "user" as const, content: "What is a plan?" }],
      ...{ seed: 3, max_tokens: 6, logprobs: true },
    };
    const whole = await client.chat.completions.create(asked);
    const streamed = await client.chat.completions.stream(asked).finalChatCompletion();
    const [one, other] = [whole, streamed].map(({ choices }) => choices[0]);
    expect(other?.message.content).toBe(one?.message.content);
    expect(other?.logprobs?.content).toEqual(one?.logprobs?.content);
  });

  it("stops at a text, and says so", async () => {
    const prompt = "a plan says";
    const asked = { model: "demo", prompt, max_tokens: 12, temperature: 0 };
    const free = await client.completions.create(asked);
    const [first = "", second = ""] = free.choices[0]?.text.trim().split(" ") ?? [];
    // Cut over two tokens.
    const stop = `${first.slice(-1)} ${second.slice(0, 1)}`;
    const stopped = await client.completions.create({ ...asked, stop });
    expect(free.choices[0]?.text.startsWith(stopped.choices[0]?.text ?? "?")).toBe(true);
    expect(stopped.choices[0]).toMatchObject({ finish_reason: "stop" });
    expect(stopped.choices[0]?.text).toBe(free.choices[0]?.text.split(stop)[0]);
  });

  it("holds answers to a schema", async () => {
    const schema = {
      type: "object",
      properties: {
        name: { type: "string", maxLength: 20 },
        age: { type: "integer", minimum: 0, maximum: 150 },
      },
      required: ["name", "age"],
      additionalProperties: false,
    };
    const { choices } = await client.chat.completions.parse({
      ...{ model: "demo", messages: [{ role: "user", content: "hi" }], n: 2, seed: 1 },
      response_format: {
        type: "json_schema",
        json_schema: { name: "person", strict: true, schema },
      },
    });
    for (const { message, finish_reason } of choices) {
      expect(finish_reason).toBe("stop");
      expect(message.parsed).toEqual({ name: expect.any(String), age: expect.any(Number) });
    }
  });

  it("calls a tool where it has to, with arguments that fit the schema", async () => {
    const parameters = {
      type: "object",
      properties: { days: { type: "integer", minimum: 1, maximum: 9 } },
      required: ["days"],
      additionalProperties: false,
    };
    const tools = [{ type: "function" as const, function: { name: "weather", parameters } }];
    const named = { type: "function" as const, function: { name: "weather" } };
    const messages = [{ role: "user" as const, content: "hi" }];
    for (const tool_choice of ["required" as const, named]) {
      const asked = { model: "demo", messages, tools, tool_choice, seed: 3 };
      const whole = await client.chat.completions.create(asked);
      const streamed = await client.chat.completions.stream(asked).finalChatCompletion();
      for (const { choices } of [whole, streamed]) {
        const [choice] = choices;
        expect(choice).toMatchObject({ finish_reason: "tool_calls", message: { content: null } });
        const [call] = choice?.message.tool_calls ?? [];
        if (call?.type !== "function") throw new Error("no call");
        expect(call.function.name).toBe("weather");
        expect(JSON.parse(call.function.arguments)).toEqual({ days: expect.any(Number) });
      }
    }
  });

  it("takes tools, and refuses what it cannot do in errors that the client understands", async () => {
    const tools = [{ type: "function" as const, function: { name: "f", parameters: {} } }];
    const asked = { model: "demo", messages: [{ role: "user" as const, content: "hi" }], tools };
    await expect(
      client.chat.completions.create({ ...asked, functions: [{ name: "f" }] }),
    ).rejects.toMatchObject({ status: 400, param: "functions", code: "unsupported_parameter" });
    expect(
      (await client.chat.completions.create({ ...asked, max_tokens: 2 })).choices,
    ).toHaveLength(1);
    await expect(client.responses.create({ model: "demo", input: "hi" })).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining("/v1/chat/completions"),
    });
  });

  it("ends with 143 on SIGTERM, after what is under way, with a line for each request", async () => {
    const asked = client.completions.create({
      ...{ model: "demo", prompt: "a plan", max_tokens: 8 },
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const code = demo.end("SIGTERM");
    expect((await asked).choices[0]?.finish_reason).toMatch(/^(stop|length)$/);
    expect(await code).toBe(143);
    const requests = demo.lines.filter(({ event }) => event === "request");
    expect(requests.length).toBeGreaterThanOrEqual(8);
    expect(requests.at(-1)).toMatchObject({
      ...{ method: "POST", path: "/v1/completions", status: 200, model: "demo", streams: false },
      ...{ promptTokens: expect.any(Number), outputTokens: expect.any(Number) },
      ...{ firstTokenMs: expect.any(Number), durationMs: expect.any(Number) },
    });
  });
});
