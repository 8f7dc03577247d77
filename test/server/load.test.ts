import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { below, randomFrom } from "../../src/random.ts";
import { ScriptedEngine, type TestServer, testServer } from "../support/http-server.ts";
import { letters } from "../support/letter-tokenizer.ts";

const CLIENTS = 200;
const TEXT = "abcdefghijklmnopqrstuvwxyz";
const SAYS = letters(TEXT);
/** What an answer of so many tokens says. */
const said = (tokens: number) =>
  Array.from({ length: tokens }, (_, index) => TEXT[index % TEXT.length]).join("");

let test: TestServer;

beforeAll(async () => {
  const engine = new ScriptedEngine((index) => SAYS[index % SAYS.length] as number);
  test = await testServer({
    engine,
    limits: { queuedRequests: 150, bodyBytes: 100_000, stallMs: 1000, arrivalMs: 3000 },
  });
});

afterAll(() => test.server.close());

/** What one client does, and whether what it got was right. */
type Deed = (seed: number) => Promise<boolean>;

function ask(body: unknown, signal?: AbortSignal): Promise<Response> {
  return fetch(`${test.url}/v1/completions`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...(signal !== undefined && { signal }),
  });
}

const prompt = (tokens: number) => ({
  ...{ prompt: "a".repeat(1 + (tokens % 40)), max_tokens: tokens, ignore_eos: true },
});

function textOf(events: string): string {
  return events
    .split("\n\n")
    .filter((event) => event.startsWith("data: {"))
    .map((event) => JSON.parse(event.slice(6)).choices[0].text)
    .join("");
}

/** Answers that nobody expected, so that a failure tells what came instead. */
const unexpected: string[] = [];

/** 429 is right, too, as long as it says when to come again. */
async function orFull(response: Response, isRight: () => Promise<boolean>): Promise<boolean> {
  if (response.status === 200) return isRight();
  if (response.status !== 429) {
    unexpected.push(`${response.status}: ${await response.text()}`);
    return false;
  }
  await response.text();
  return Number(response.headers.get("retry-after")) >= 1;
}

const whole: Deed = async (seed) => {
  const tokens = 1 + (seed % 50);
  const response = await ask(prompt(tokens));
  return orFull(response, async () => {
    const { choices } = (await response.json()) as { choices: { text: string }[] };
    return choices[0]?.text === said(tokens);
  });
};

const streamed: Deed = async (seed) => {
  const tokens = 1 + (seed % 50);
  const response = await ask({ ...prompt(tokens), stream: true });
  return orFull(response, async () => {
    const events = await response.text();
    return textOf(events) === said(tokens) && events.endsWith("data: [DONE]\n\n");
  });
};

const leaving: Deed = async (seed) => {
  const signal = AbortSignal.timeout(5 + (seed % 60));
  await ask({ ...prompt(2000), stream: seed % 2 === 0 }, signal)
    .then((response) => response.text())
    .catch(() => {});
  return true;
};

const slow: Deed = async () => {
  const response = await ask({ ...prompt(60), stream: true });
  return orFull(response, async () => {
    let text = "";
    const decoder = new TextDecoder();
    for await (const part of response.body as ReadableStream<Uint8Array>) {
      text += decoder.decode(part, { stream: true });
      await sleep(5);
    }
    return textOf(text) === said(60);
  });
};

const broken: Deed = async (seed) => {
  const bodies = [
    '{"prompt":',
    "[]",
    "null",
    '{"prompt":{"a":1}}',
    '{"prompt":"a","n":-1}',
    "\u0000",
  ];
  const response = await ask(bodies[seed % bodies.length]);
  const { error } = (await response.json()) as { error: { message: string } };
  return response.status === 400 && error.message.length > 0;
};

const large: Deed = async () => {
  // A client that is still sending may see the end of the connection before the answer.
  const response = await ask("x".repeat(3_000_000)).catch(() => undefined);
  await response?.text();
  return response === undefined || response.status === 413;
};

const atLimit: Deed = async () => {
  const response = await ask({ prompt: "a".repeat(4000), max_tokens: 95 });
  return orFull(response, async () => (await response.text()).includes('"completion_tokens":95'));
};

const beyondLimit: Deed = async () => {
  const response = await ask({ prompt: "a".repeat(4000), max_tokens: 96 });
  const text = await response.text();
  return response.status === 429 || (response.status === 400 && text.includes("context_length"));
};

/** Sends a part of a request, and then nothing, or its end. */
const halfOpen: Deed = (seed) =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(test.url).port), "127.0.0.1");
    socket.on("error", () => {});
    socket.on("close", () => resolve(true));
    socket.resume();
    socket.write("POST /v1/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 90\r\n\r\n{");
    if (seed % 2 === 0) socket.end();
    else setTimeout(() => socket.destroy(), 400);
  });

const noHttp: Deed = (seed) =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(test.url).port), "127.0.0.1");
    let text = "";
    socket.on("error", () => {});
    socket.on("data", (data) => {
      text += data;
    });
    socket.on("close", () => resolve(text === "" || text.startsWith("HTTP/1.1 400")));
    socket.write(seed % 2 === 0 ? "\u0016\u0003\u0001\u0000" : "HELLO\r\n\r\n");
    setTimeout(() => socket.destroy(), 500);
  });

const DEEDS: readonly Deed[] = [
  ...[whole, whole, streamed, streamed, streamed, leaving, leaving, slow],
  ...[broken, large, atLimit, beyondLimit, halfOpen, noHttp],
];

describe("200 clients at once", () => {
  it("get right answers or errors that say why, and leave nothing behind", async () => {
    const random = randomFrom(1);
    const results = await Promise.all(
      Array.from({ length: CLIENTS }, async (_, seed) => {
        const deed = DEEDS[seed % DEEDS.length] as Deed;
        await sleep(below(random, 200));
        return { deed: seed % DEEDS.length, right: await deed(seed) };
      }),
    );
    expect(unexpected).toEqual([]);
    expect(results.filter(({ right }) => !right)).toEqual([]);

    const { runtime } = test.server;
    for (const endMs = performance.now() + 5000; performance.now() < endMs; await sleep(10)) {
      const { running, waiting, kv } = runtime.state;
      if (running + waiting + kv.held === 0) break;
    }
    const { running, waiting, kv } = runtime.state;
    expect({ running, waiting, held: kv.held }).toEqual({ running: 0, waiting: 0, held: 0 });
    expect(runtime.failure).toBeUndefined();
    expect(await whole(7)).toBe(true);
    // Every request that was one has its line.
    const answered = test.records.filter(({ status }) => status === 200).length;
    const full = test.records.filter(({ status }) => status === 429).length;
    expect(answered + full).toBeGreaterThan(80);
    expect(test.records.filter(({ status }) => status >= 500)).toEqual([]);
  });
});
