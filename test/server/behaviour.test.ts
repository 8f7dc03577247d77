import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "@jest/globals";
import { PlannerError } from "../../src/errors.ts";
import { ScriptedEngine, type TestServer, testServer } from "../support/http-server.ts";
import { LETTERS, letters } from "../support/letter-tokenizer.ts";

const A = letters("a")[0] as number;
/** Each token is a long text, so that a few of them are more than buffers hold. */
const WIDE = {
  ...LETTERS,
  piece: () => "x".repeat(20_000),
  decode: (tokens: readonly number[]) => "x".repeat(20_000 * tokens.length),
};
const WORDY = { prompt: "hi", max_tokens: 60, ignore_eos: true, stream: true, n: 12 };
const LONG = { prompt: "hi", max_tokens: 3000, ignore_eos: true };
const opened: TestServer[] = [];

async function opening(...[options]: Parameters<typeof testServer>): Promise<TestServer> {
  const test = await testServer(options);
  opened.push(test);
  return test;
}

/** An engine that says the same letter, and stands still until it is let go on. */
function standing() {
  const engine = new ScriptedEngine(() => A);
  let go: () => void = () => {};
  engine.gate = new Promise((resolve) => {
    go = resolve;
  });
  return { engine, go: () => go() };
}

async function until(isTrue: () => boolean, ms = 10_000): Promise<void> {
  for (const endMs = performance.now() + ms; !isTrue(); await sleep(5)) {
    if (performance.now() > endMs) throw new Error(`not within ${ms} ms: ${isTrue}`);
  }
}

/** Waits until nothing is held for anybody. */
async function untilIdle({ server }: TestServer): Promise<void> {
  await until(() => {
    const { running, waiting, kv } = server.runtime.state;
    return running + waiting + kv.held === 0;
  });
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ server }) => server.close()));
});

describe("keys", () => {
  it("are asked for on every route but those of probes", async () => {
    const engine = new ScriptedEngine(() => A);
    const test = await opening({ engine, apiKey: "secret" });
    const ask = (headers: Record<string, string>) =>
      test.post("/v1/completions", { prompt: "hi", max_tokens: 1 }, headers);
    for (const headers of [{}, { authorization: "Bearer other" }, { authorization: "secret" }]) {
      const refused = await ask(headers as Record<string, string>);
      expect(refused.status).toBe(401);
      expect(refused.headers.get("x-should-retry")).toBe("false");
      expect(await refused.json()).toMatchObject({ error: { code: "invalid_api_key" } });
    }
    expect((await ask({ authorization: "Bearer secret" })).status).toBe(200);
    expect((await ask({ "api-key": "secret" })).status).toBe(200);
    const at = async (path: string) => (await fetch(`${test.url}${path}`)).status;
    expect(await Promise.all(["/health", "/metrics", "/v1/models", "/x"].map(at))).toEqual([
      200, 200, 401, 401,
    ]);
    expect(JSON.stringify(test.records)).not.toContain("secret");
  });
});

describe("a content type", () => {
  it.each(["json", "/", "application/", "text/plain", "a b; c", "multipart/form-data"])(
    "such as %j changes nothing of a body, which is JSON",
    async (type) => {
      const test = await opening({ engine: new ScriptedEngine(() => A) });
      const body = { prompt: "hi", max_tokens: 1 };
      const answer = await test.post("/v1/completions", body, { "content-type": type });
      expect(answer.status).toBe(200);
    },
  );
});

describe("a path that cannot be read", () => {
  it.each(["/v1/models/%zz", "/%"])(
    "gets an error in the shape that clients read, and a line in the log: %s",
    async (path) => {
      const test = await opening({ engine: new ScriptedEngine(() => A) });
      const answer = await fetch(`${test.url}${path}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        error: { message: expect.stringContaining("cannot be read"), code: "invalid_url" },
      });
      await until(() => test.records.length === 1);
      expect(test.records).toMatchObject([{ path, status: 400 }]);
    },
  );
});

describe("the path of clients for Azure", () => {
  const ask = async (name: string, body: object) => {
    const test = await opening({ engine: new ScriptedEngine(() => A), served: ["one", "two"] });
    return test.post(`/openai/deployments/${name}/completions`, { max_tokens: 1, ...body });
  };

  it("names the model that answers", async () => {
    expect(await (await ask("two", { prompt: "hi" })).json()).toMatchObject({ model: "two" });
  });

  it("has to name one that is served, whatever the body says", async () => {
    const refused = await ask("other", { prompt: "hi", model: "one" });
    expect(refused.status).toBe(404);
    expect(await refused.json()).toMatchObject({ error: { code: "model_not_found" } });
    expect((await ask("one", { prompt: "hi", model: "other" })).status).toBe(404);
  });
});

describe("an empty key", () => {
  it("is nobody's", async () => {
    const test = await opening({ engine: new ScriptedEngine(() => A), apiKey: "" });
    for (const headers of [{}, { "api-key": "" }, { authorization: "Bearer " }]) {
      const answer = await fetch(`${test.url}/v1/models`, { headers: new Headers(headers) });
      expect(answer.status).toBe(401);
    }
  });
});

describe("limits", () => {
  it("refuse a stream once, though its answer waits behind a slow one on the connection", async () => {
    const { engine, go } = standing();
    const test = await opening({ engine, limits: { holdMs: 20 } });
    const socket = connect(Number(new URL(test.url).port), "127.0.0.1");
    let answers = "";
    socket.on("data", (data) => {
      answers += data;
    });
    const request = (body: object) => {
      const text = JSON.stringify(body);
      return `POST /v1/completions HTTP/1.1\r\nhost: x\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
    };
    const slow = { prompt: "hi", max_tokens: 1 };
    socket.write(request(slow) + request({ ...slow, stream: true, stop_token_ids: [2 ** 30] }));
    await until(() => test.server.runtime.state.running > 0);
    await sleep(100);
    go();
    await until(() => answers.includes("stop_token_ids"));
    socket.destroy();
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 400"]);
  });

  it("turn requests away where too many wait, and say when to come again", async () => {
    const { engine, go } = standing();
    const test = await opening({ engine, limits: { queuedRequests: 3 } });
    const asked = Array.from({ length: 24 }, () =>
      test.post("/v1/completions", { prompt: "hi", max_tokens: 1 }),
    );
    await until(() => test.server.runtime.state.waiting === 3);
    await sleep(50);
    go();
    const answers = await Promise.all(asked);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(24 - refused.length);
    for (const answer of refused) {
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
      expect(Number(answer.headers.get("retry-after"))).toBeLessThanOrEqual(60);
      expect(await answer.json()).toMatchObject({
        error: { message: expect.stringMatching(/try again in \d+s$/), code: "queue_full" },
      });
    }
    const many = await test.post("/v1/completions", { prompt: "hi", n: 4 });
    expect(many.status).toBe(400);
  });

  it("refuse answers that are too large, by outputs, tokens and log probabilities", async () => {
    const engine = new ScriptedEngine(() => A);
    const test = await opening({ engine, limits: { answerFigures: 60 } });
    const ask = (max_tokens: number) =>
      test.post("/v1/completions", { prompt: ["a", "b"], n: 2, logprobs: 4, max_tokens });
    expect((await ask(3)).status).toBe(200);
    const refused = await ask(4);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      error: { message: expect.stringContaining("is 80, above 60"), param: "max_tokens" },
    });
  });

  it("refuse bodies that are too large, before all of them is read", async () => {
    const engine = new ScriptedEngine(() => A);
    const test = await opening({ engine, limits: { bodyBytes: 1000 } });
    const refused = await test.post("/v1/completions", { prompt: "a".repeat(2000) });
    expect(refused.status).toBe(413);
    expect(await refused.json()).toMatchObject({
      error: { message: "the body is larger than 1000 bytes: send less", code: "body_too_large" },
    });
    expect((await test.post("/v1/completions", { prompt: "a".repeat(900) })).status).toBe(200);
  });

  it("take bodies up to their own limit, larger than those of the framework", async () => {
    const test = await opening({ engine: new ScriptedEngine(() => A) });
    const body = `${" ".repeat(3_000_000)}{"prompt":"a","max_tokens":1}`;
    expect((await test.post("/v1/completions", body)).status).toBe(200);
  });

  it("refuse bodies that are too large together, until others are read or have left", async () => {
    const { engine, go } = standing();
    const test = await opening({ engine, limits: { bodyBytes: 2000, bodiesBytes: 3000 } });
    const port = Number(new URL(test.url).port);
    const begun = Array.from({ length: 2 }, () => {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write("POST /v1/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 1400\r\n\r\n");
      socket.write("x".repeat(1399));
      return socket;
    });
    const large = { prompt: "a".repeat(1000), max_tokens: 1 };
    const ask = () => test.post("/v1/completions", large);
    let refused = await ask();
    // Until what the others have sent has arrived.
    for (const endMs = performance.now() + 5000; refused.status !== 429; refused = await ask()) {
      if (performance.now() > endMs) throw new Error("never refused");
    }
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await refused.json()).toMatchObject({ error: { code: "bodies_full" } });
    expect((await test.post("/v1/completions", { prompt: "a", max_tokens: 0 })).status).toBe(400);
    const open = test.records.length;
    for (const socket of begun) socket.destroy();
    await until(() => test.records.length === open + 2);
    // Those that wait for their tokens hold no bodies.
    const asked = Array.from({ length: 6 }, ask);
    await until(() => test.server.runtime.state.running + test.server.runtime.state.waiting === 6);
    go();
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array(6).fill(200));
  });

  it("answer clients that are still sending, and take nothing that is packed", async () => {
    const test = await opening({
      engine: new ScriptedEngine(() => A),
      limits: { bodyBytes: 1000 },
    });
    const socket = connect(Number(new URL(test.url).port), "127.0.0.1");
    let answer = "";
    socket.on("data", (data) => {
      answer += data;
    });
    const closed = new Promise((resolve) => socket.once("close", resolve));
    const length = 8_000_000;
    socket.write(`POST /v1/completions HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`);
    for (let sent = 0; sent < length; sent += 100_000) {
      socket.write("x".repeat(100_000));
      await sleep(1);
    }
    await closed;
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('"code":"body_too_large"');
    const packed = await test.post("/v1/completions", "{}", { "content-encoding": "gzip" });
    expect(packed.status).toBe(415);
  });

  it("end a request that takes too long, whole with a status and streamed with an event", async () => {
    const engine = new ScriptedEngine(() => A);
    engine.gate = sleep(150);
    const test = await opening({ engine, limits: { requestMs: 100 } });
    const whole = await test.post("/v1/completions", LONG);
    expect(whole.status).toBe(504);
    expect(await whole.json()).toMatchObject({ error: { code: "deadline_exceeded" } });
    engine.gate = undefined;
    const streamed = await test.post("/v1/completions", { ...LONG, stream: true });
    expect(streamed.status).toBe(200);
    const events = (await streamed.text()).split("\n\n").filter((event) => event !== "");
    expect(events.length).toBeGreaterThan(1);
    expect(JSON.parse((events.at(-1) as string).slice(6))).toMatchObject({
      error: { type: "timeout_error", code: "deadline_exceeded" },
    });
    await untilIdle(test);
    expect(test.records.map(({ status }) => status)).toEqual([504, 504]);
  });
});

describe("clients that leave", () => {
  it.each([true, false])("free what they held within a step, streamed: %s", async (stream) => {
    const engine = new ScriptedEngine(() => A);
    const test = await opening({ engine });
    const leaving = new AbortController();
    const asked = fetch(`${test.url}/v1/completions`, {
      ...{ method: "POST", body: JSON.stringify({ ...LONG, stream, n: 3 }) },
      signal: leaving.signal,
    });
    asked.catch(() => {});
    await until(() => test.server.runtime.state.running === 3);
    await until(() => engine.steps > 4);
    leaving.abort();
    await untilIdle(test);
    const { steps } = engine;
    await sleep(50);
    expect(engine.steps - steps).toBeLessThanOrEqual(1);
    expect(test.records).toMatchObject([{ status: 499, streams: stream }]);
  });

  it("that close half of a connection have left, too", async () => {
    const test = await opening({ engine: new ScriptedEngine(() => A) });
    const body = JSON.stringify({ ...LONG, stream: true });
    const socket = connect(Number(new URL(test.url).port), "127.0.0.1");
    socket.end(
      `POST /v1/completions HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    socket.resume();
    await until(() => test.records.length === 1);
    await untilIdle(test);
    socket.destroy();
  });

  it.each([
    ["a stream", "/v1/completions", WORDY],
    ["a whole answer", "/v1/completions", { ...WORDY, stream: false }],
    ["another answer", "/detokenize", { tokens: Array(600).fill(A) }],
  ])(
    "that read nothing hold nobody up, and are given up in the end: %s",
    async (_, path, asked) => {
      const test = await opening({
        engine: new ScriptedEngine(() => A),
        tokenizer: WIDE,
        limits: { stallMs: 400 },
      });
      const body = JSON.stringify(asked);
      const socket = connect(Number(new URL(test.url).port), "127.0.0.1");
      socket.pause();
      socket.on("error", () => {});
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
      const other = await test.post("/v1/completions", { prompt: "hi", max_tokens: 5 });
      expect(other.status).toBe(200);
      await until(() => test.records.some(({ status }) => status === 499));
      await untilIdle(test);
      socket.destroy();
    },
  );

  it("come back to a reader that was slow: it gets all of the text", async () => {
    const test = await opening({ engine: new ScriptedEngine(() => A), tokenizer: WIDE });
    const response = await test.post("/v1/completions", WORDY);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const first = await reader.read();
    await untilIdle(test);
    let text = new TextDecoder().decode(first.value);
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value);
    }
    const said = text
      .split("\n\n")
      .filter((event) => event.startsWith("data: {"))
      .map((event) => JSON.parse(event.slice(6)).choices[0].text.length)
      .reduce((sum, length) => sum + length, 0);
    expect(said).toBe(WORDY.n * WORDY.max_tokens * 20_000);
    expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
  });
});

describe("headers", () => {
  it("wait for the first token, but not for long; comments keep a silent stream alive", async () => {
    const { engine, go } = standing();
    const test = await opening({ engine, limits: { holdMs: 60, heartbeatMs: 30 } });
    const response = await test.post("/v1/completions", {
      prompt: "hi",
      max_tokens: 1,
      stream: true,
    });
    expect(test.server.runtime.state.running).toBe(1);
    await sleep(100);
    go();
    const text = await response.text();
    expect(text).toMatch(/^: waiting\n\n(: still here\n\n)+data: \{/);
  });
});

describe("an engine that dies", () => {
  it("ends what is under way with an error, and health and later requests say so", async () => {
    const { engine, go } = standing();
    const test = await opening({ engine });
    const asked = [true, false].map((stream) => test.post("/v1/completions", { ...LONG, stream }));
    await until(() => test.server.runtime.state.waiting === 1);
    engine.failure = new PlannerError("E_NATIVE", "the GPU is gone");
    go();
    for (const response of await Promise.all(asked)) {
      expect(response.status).toBe(500);
      expect(response.headers.get("x-should-retry")).toBe("false");
      expect(await response.json()).toMatchObject({
        error: { message: "the engine has stopped: the GPU is gone", code: "engine_stopped" },
      });
    }
    expect(await test.server.failed).toBe(engine.failure);
    expect((await fetch(`${test.url}/health`)).status).toBe(500);
    expect((await test.post("/v1/completions", { prompt: "hi" })).status).toBe(500);
  });

  it("is noticed while nobody asks for anything", async () => {
    const engine = new ScriptedEngine(() => A);
    const test = await opening({ engine });
    expect((await fetch(`${test.url}/health`)).status).toBe(200);
    const failure = new PlannerError("E_NATIVE", "the GPU is gone");
    engine.die(failure);
    expect(await test.server.failed).toBe(failure);
    expect((await fetch(`${test.url}/health`)).status).toBe(500);
  });

  it("ends a stream that has begun with an error in the place of its end", async () => {
    const engine = new ScriptedEngine(() => A);
    const test = await opening({ engine });
    const response = await test.post("/v1/completions", { ...LONG, stream: true });
    engine.failure = new PlannerError("E_NATIVE", "the GPU is gone");
    const events = (await response.text()).split("\n\n").filter((event) => event !== "");
    expect(events.some((event) => event.includes('"finish_reason":"')).toString()).toBe("false");
    expect(JSON.parse((events.at(-1) as string).slice(6)).error.code).toBe("engine_stopped");
  });
});

describe("the end of the server", () => {
  it("waits for what is under way, and takes nothing new", async () => {
    const { engine, go } = standing();
    const test = await testServer({ engine, limits: { drainMs: 5000 } });
    const asked = test.post("/v1/completions", { prompt: "hi", max_tokens: 2 });
    // A connection that is open already.
    await fetch(`${test.url}/health`);
    await until(() => test.server.runtime.state.running === 1);
    const closed = test.server.close();
    go();
    expect((await asked).status).toBe(200);
    await closed;
    await expect(fetch(`${test.url}/health`)).rejects.toThrow();
    expect(engine.isClosed).toBe(true);
  });

  it("ends what takes longer than it waits, with an error", async () => {
    const engine = new ScriptedEngine(() => A);
    const test = await testServer({ engine, limits: { drainMs: 50 } });
    engine.gate = sleep(300);
    const asked = test.post("/v1/completions", LONG);
    await until(() => test.server.runtime.state.running === 1);
    await test.server.close();
    const answer = await asked;
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ error: { code: "shutting_down" } });
    expect(engine.isClosed).toBe(true);
  });
});

describe("metrics", () => {
  it("count requests, tokens and steps under the names that dashboards know", async () => {
    const test = await opening({
      engine: new ScriptedEngine(() => A),
      gpuPower: async () => 650.5,
    });
    const body = { prompt: "hi", max_tokens: 5, n: 2 };
    expect((await test.post("/v1/completions", body)).status).toBe(200);
    expect((await test.post("/v1/completions", "{")).status).toBe(400);
    await until(() => test.records.length === 2);
    const response = await fetch(`${test.url}/metrics`);
    expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    const value = (name: string) =>
      Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (.*)$`, "m").exec(text)?.[1]);
    expect({
      running: value("vllm:num_requests_running"),
      waiting: value("vllm:num_requests_waiting"),
      kv: value("vllm:kv_cache_usage_perc"),
      prompt: value("vllm:prompt_tokens_total"),
      generated: value("vllm:generation_tokens_total"),
      outputs: value("vllm:request_success_total"),
      first: value("vllm:time_to_first_token_seconds_count"),
      between: value("vllm:inter_token_latency_seconds_count"),
      whole: value("vllm:e2e_request_latency_seconds_count"),
      failed: value("nanoflow_requests_failed_total"),
    }).toEqual({
      ...{ running: 0, waiting: 0, kv: 0, prompt: 3, generated: 10, outputs: 2 },
      ...{ first: 1, between: 8, whole: 1, failed: 1 },
    });
    expect(value("nanoflow_gpu_power_watts")).toBe(650.5);
    expect(value("nanoflow_steps_total")).toBeGreaterThan(4);
    expect(text).toContain('program="overlapped"');
  });
});
