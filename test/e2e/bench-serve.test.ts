import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "@jest/globals";
import { amidStream } from "../../scripts/bench/serve/amid-stream.ts";
import { Budget } from "../../scripts/bench/serve/budget.ts";
import { fullPart } from "../../scripts/bench/serve/full-part.ts";
import { replayOffline } from "../../scripts/bench/serve/offline-engine.ts";
import { replayOnServer } from "../../scripts/bench/serve/openai-server.ts";
import type { OwnReplay } from "../../scripts/bench/serve/own-replay.ts";
import { type RequestList, requestLists } from "../../scripts/bench/serve/request-list.ts";
import { filledPart, turnRates } from "../../scripts/bench/serve/turns.ts";
import type { PlannerError } from "../../src/errors.ts";
import type { Plan } from "../../src/generated/plan.ts";
import type { StepLog } from "../../src/replay/replay-log.ts";
import { describeWithProgram } from "../support/python.ts";
import { runScript } from "../support/script.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const SCRIPT = fileURLToPath(new URL("../../scripts/bench/serve.ts", import.meta.url));
const PLAN = "plans/h200-sxm/llama-3-8b-tp1-1024-512.plan.yaml";
const folder = temporaryFolder();

const bench = (...args: string[]) => runScript(SCRIPT, args);

describe("the benchmark of a set beside its work without overlap", () => {
  it("replays the same requests on both sides, in rounds and taking turns", async () => {
    const steps = join(folder, "steps.csv");
    const { status, stdout, stderr } = await bench(
      ...[PLAN, "--engine", "simulator", "--workload", "900/40", "--requests", "80"],
      ...["--rounds", "2", "--turns", "0.2", "--steps-out", steps],
    );
    // Node's own warnings may come between.
    const lines = stderr.split("\n").filter((line) => /^(round|planned|sequential)/.test(line));
    const said = lines.map((line) => line.split(/: [{p]/, 1)[0]);
    expect({ status, said: said.slice(0, 4) }).toEqual({
      ...{ status: 0, said: ["round 1 of 2", "planned", "round 1 of 2: sequential", "sequential"] },
    });
    const document = JSON.parse(stdout);
    // A simulated round is like the other.
    const { planned, sequential, plannedOverSequential: ratio } = document;
    expect(planned.tokensPerSecond).toMatchObject({ count: 2 });
    expect(planned.tokensPerSecond.least).toBeCloseTo(planned.tokensPerSecond.most, 6);
    expect(ratio.tokensPerSecond.median).toBeCloseTo(
      planned.tokensPerSecond.median / sequential.tokensPerSecond.median,
      9,
    );
    expect(ratio.tokensPerSecond.median).not.toBeCloseTo(1, 3);
    const programs = new Set(
      readFileSync(steps, "utf8")
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.split(",")[1]),
    );
    expect(programs).toEqual(new Set(["d683p1365", "d683p1365-sequential"]));
  });

  it("refuses what makes no sense with its usage", async () => {
    for (const [args, why] of [
      [["--turns", "0"], "--turns 0 is no positive number"],
      [["--budget", "soon"], "--budget soon is no positive number"],
      [["--only-beside"], "--only-beside without --beside: nothing would run"],
    ] as const) {
      const { status, stderr } = await bench(PLAN, ...args);
      expect(status).toBe(2);
      expect(stderr).toContain(why);
      expect(stderr).toContain("Usage: npm run bench:serve");
    }
  });
});

describe("a server beside it", () => {
  const LIST = {
    model: {} as RequestList["model"],
    ...{ temperature: 1, stopsAtDrain: false, amidStream: 0 },
    requests: [3, 5].map((outputTokens) => ({ prompt: [1, 2, 3], outputTokens })),
  };
  const { signal } = new AbortController();

  /** Answers as OpenAI's completions do, with so many tokens fewer than it is asked for. */
  async function withServer<T>(missing: number, use: (url: string) => Promise<T>): Promise<T> {
    const server = createServer(async (request, response) => {
      if (request.url === "/v1/models") return response.end('{"data":[{"id":"small"}]}');
      const { model, prompt, max_tokens, ignore_eos } = JSON.parse(await text(request));
      const isRight = model === "small" && prompt.length === 3 && ignore_eos;
      const usage = { completion_tokens: isRight ? max_tokens - missing : 0 };
      response.write('data: {"choices":[{"text":"a"}]}\n\n');
      return response.end(`data: ${JSON.stringify({ choices: [], usage })}\n\ndata: [DONE]\n\n`);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
    } finally {
      server.close();
    }
  }

  it("gets the same tokens, and says how many went through its model a second", async () => {
    const result = await withServer(0, (url) => replayOnServer(url, LIST, signal));
    expect((result.tokensPerSecond as number) * result.seconds).toBeCloseTo(3 + 2 + 3 + 4, 9);
  });

  it("is refused where it gives fewer tokens", async () => {
    await expect(withServer(1, (url) => replayOnServer(url, LIST, signal))).rejects.toThrow(
      "request 0 got 2 tokens instead of 3",
    );
  });
});

describe("the requests of other engines", () => {
  it("have other tokens in every round, in the same numbers", () => {
    const model = { shape: { vocabularySize: 32_000 } } as Plan["model"];
    const requests = [20, 30].map((promptTokens) => ({ promptTokens, outputTokens: 4 }));
    const replay = { requests, seed: 5, temperature: 1 } as unknown as OwnReplay;
    const rounds = requestLists(replay, model, 3).map((list) =>
      list.requests.map(({ prompt }) => prompt),
    );
    for (const prompts of rounds) expect(prompts.map(({ length }) => length)).toEqual([20, 30]);
    const starts = rounds.flat().map((prompt) => prompt.slice(0, 16).join(" "));
    expect(new Set(starts).size).toBe(6);
  });
});

describe("requests as amid a stream", () => {
  const requests = Array.from({ length: 20 }, (_, index) => ({
    ...{ promptTokens: 100 + index, outputTokens: 40, arrivalUs: 0 },
  }));

  it("are spread over their outputs, eight by eight, and as long as before", () => {
    const spread = amidStream(requests, 16);
    expect(spread.map(({ outputTokens }) => outputTokens)).toEqual([
      ...Array.from({ length: 8 }, () => 20),
      ...Array.from({ length: 12 }, () => 40),
    ]);
    for (const [index, { promptTokens, outputTokens }] of spread.entries())
      expect(promptTokens + outputTokens).toBe(140 + index);
  });

  it("generate at least a token, and stay as they are where none is", () => {
    const short = requests.map((request) => ({ ...request, outputTokens: 1 }));
    expect(amidStream(short, 20)).toEqual(short);
    expect(amidStream(requests, 0)).toEqual(requests);
  });
});

describe("the part with a full batch", () => {
  const step = (index: number, running: number, waiting: number) =>
    ({
      ...{ arrivedUs: (index + 1) * 1e6, running, waiting },
      rows: { decode: running, decodeInPrefill: 0, prompt: 0, redone: 0 },
    }) as StepLog;

  it("goes from the step that fills it to the last that leaves requests waiting", () => {
    const running = [50, 97, 98, 100, 100, 98, 98, 100, 60];
    const steps = running.map((count, index) => step(index, count, index < 8 ? 3 : 0));
    expect(fullPart(steps)).toEqual({ tokensPerSecond: 99, seconds: 6, thirds: [99, 99, 99] });
  });

  it("is none where nobody waits", () => {
    expect(fullPart([50, 100, 100, 100].map((count, index) => step(index, count, 0)))).toBeNull();
  });
});

describe("an engine of python3 beside it", () => {
  const LISTS = [
    {
      ...{ model: {} as RequestList["model"], temperature: 1, requests: [] },
      ...{ stopsAtDrain: false, amidStream: 0 },
    },
  ];
  const ROUNDS = { tokenBudgets: [4096], onResult: () => {} };
  const path = process.env.PATH;

  afterEach(() => {
    process.env.PATH = path;
  });

  /** A python3 that is a shell script. */
  function withPython(name: string, script?: string) {
    const bin = join(folder, name);
    mkdirSync(bin);
    if (script !== undefined)
      writeFileSync(join(bin, "python3"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    process.env.PATH = bin;
  }

  function failureOf(): Promise<PlannerError> {
    const { signal } = new AbortController();
    return replayOffline("vllm", LISTS, { ...ROUNDS, signal }).then(
      () => {
        throw new Error("it did not fail");
      },
      (error: PlannerError) => error,
    );
  }

  it("may serve alone", async () => {
    const line = '{"tokensPerSecond":123,"steadyTokensPerSecond":null,"seconds":4}';
    withPython("alone", `echo '${line}'`);
    const { status, stdout, stderr } = await bench(
      ...[PLAN, "--engine", "simulator", "--workload", "90/4", "--requests", "4"],
      ...["--only-beside", "--beside", "vllm"],
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: `3 rounds by vllm\nvllm: ${line}\n` });
    expect(JSON.parse(stdout).beside.vllm.tokensPerSecond).toMatchObject({ median: 123 });
  });

  it("is refused with a remedy where there is no python3", async () => {
    withPython("none");
    const failure = await failureOf();
    expect(failure.message).toContain("python3 does not start");
    expect(failure).toMatchObject({
      code: "E_NATIVE",
      remedy: "Install it for python3, or leave --beside vllm out.",
    });
  });

  it("is refused with its last words where it ends badly", async () => {
    withPython("bad", "echo no such module >&2; exit 3");
    const failure = await failureOf();
    expect(failure.code).toBe("E_NATIVE");
    expect(failure.message).toBe("vllm ended with 3: no such module");
  });

  const ROUND = '{"tokensPerSecond":123,"steadyTokensPerSecond":null,"seconds":4}';
  const SMALL = [PLAN, "--engine", "simulator", "--workload", "90/4", "--requests", "4"];

  it("may print progress on the line of a result, and much of it", async () => {
    const bar = "while [ $((i=i+1)) -lt 20000 ]; do printf 'processed %d of 20000\\r' $i; done";
    withPython("progress", `i=0; ${bar}; ${bar} >&2; printf '99%%|####'; printf '\\n${ROUND}\\n'`);
    const { status, stdout } = await bench(...SMALL, "--only-beside", "--beside", "vllm");
    expect(status).toBe(0);
    expect(JSON.parse(stdout).beside.vllm.tokensPerSecond).toMatchObject({ median: 123, count: 1 });
  });

  it("may be killed: what it served counts, the others go on, and the JSON says so", async () => {
    withPython(
      "killed",
      `[ "$2" = vllm ] || exec /bin/echo '${ROUND}'; echo '${ROUND}'; kill -9 $$`,
    );
    const { status, stdout } = await bench(
      ...[...SMALL, "--rounds", "1", "--beside", "vllm", "--beside", "nano-vllm"],
    );
    expect(status).toBe(5);
    const { failures, beside, planned } = JSON.parse(stdout);
    expect(failures).toEqual({ vllm: "vllm ended with SIGKILL" });
    expect(Object.keys(beside)).toEqual(["vllm", "nano-vllm"]);
    expect(planned.tokensPerSecond).toMatchObject({ count: 1 });
  });

  it("may leave processes behind, which are ended", async () => {
    withPython("orphan", "/bin/sleep 60 & echo dead >&2; exit 3");
    expect((await failureOf()).message).toBe("vllm ended with 3: dead");
  });

  it("is cut at the end of the budget, behind this project's own rounds", async () => {
    withPython("endless", `echo '${ROUND}'; exec /bin/sleep 60`);
    const { status, stdout, stderr } = await bench(
      ...[...SMALL, "--rounds", "1", "--beside", "vllm", "--beside", "nano-vllm", "--budget", "2"],
    );
    expect(status).toBe(0);
    expect(stderr).toContain("the budget of 2 s is over");
    const { budget, beside, planned, isInterrupted } = JSON.parse(stdout);
    expect(budget).toEqual({ seconds: 2, isOver: true, leftOut: [] });
    expect({ isInterrupted, others: Object.keys(beside) }).toEqual({
      ...{ isInterrupted: false, others: ["vllm"] },
    });
    expect(planned.tokensPerSecond).toMatchObject({ count: 1 });
  });

  it("keeps what was served before an interrupt", async () => {
    const isThere = join(folder, "first-round-done");
    withPython("cut", `echo '${ROUND}'; echo >${isThere}; exec /bin/sleep 60`);
    const running = bench(...SMALL, "--rounds", "2", "--beside", "vllm");
    while (!existsSync(isThere)) await setTimeout(10);
    await setTimeout(100);
    process.emit("SIGINT");
    const { status, stdout, stderr } = await running;
    expect(status).toBe(130);
    expect(stderr).toContain(`vllm: ${ROUND}`);
    const { isInterrupted, beside, planned } = JSON.parse(stdout);
    expect(isInterrupted).toBe(true);
    expect(planned.tokensPerSecond).toMatchObject({ count: 2 });
    expect(beside.vllm.tokensPerSecond).toMatchObject({ median: 123, count: 1 });
  });

  it("ends at an interrupt", async () => {
    withPython("slow", "exec /bin/sleep 60");
    const interruption = new AbortController();
    void setTimeout(50).then(() => interruption.abort());
    await expect(
      replayOffline("vllm", LISTS, { ...ROUNDS, signal: interruption.signal }),
    ).rejects.toMatchObject({
      code: "E_INTERRUPTED",
    });
  });
});

describeWithProgram("the script that runs engines of python3", "python3", () => {
  const { PYTHONPATH } = process.env;

  afterEach(() => {
    if (PYTHONPATH === undefined) delete process.env.PYTHONPATH;
    else process.env.PYTHONPATH = PYTHONPATH;
  });

  /** With stand-ins for the engines' packages, which compute nothing. */
  const serve = async (engine: string, ...args: string[]) => {
    Object.assign(process.env, { PYTHONDONTWRITEBYTECODE: "1" });
    process.env.PYTHONPATH = fileURLToPath(new URL("../support/python-engines", import.meta.url));
    const { status, stdout, stderr } = await bench(
      ...[PLAN, "--engine", "simulator", "--only-beside", "--workload", "90/40"],
      ...["--beside", engine, ...args],
    );
    expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
    return JSON.parse(stdout).beside[engine].rounds;
  };

  it.each(["nano-vllm", "vllm"])("serves whole rounds by %s", async (engine) => {
    const rounds = await serve(engine, "--requests", "1100", "--rounds", "2");
    expect(rounds).toHaveLength(2);
    for (const { tokensPerSecond, seconds } of rounds)
      expect(tokensPerSecond * seconds).toBeCloseTo(1100 * (90 + 40 - 1), 3);
  });

  it.each(["nano-vllm", "vllm"])("ends rounds of %s at the drain", async (engine) => {
    const [round] = await serve(
      ...([engine, "--requests", "1400", "--rounds", "1", "--stop-at-drain"] as const),
      ...["--amid-stream", "1000"],
    );
    expect(round.tokensPerSecond).toBeNull();
    expect(round.full.tokensPerSecond).toBeGreaterThan(0);
    expect(round.steadyTokensPerSecond).toBe(round.full.tokensPerSecond);
  });

  it("takes vLLM's token budgets by turns", async () => {
    const rounds = await serve(
      ...(["vllm", "--requests", "40", "--rounds", "3", "--token-budgets", "2048,8192"] as const),
    );
    expect(rounds.map(({ tokenBudget }: { tokenBudget: number }) => tokenBudget)).toEqual([
      2048, 8192, 2048,
    ]);
  });
});

describe("a budget", () => {
  const { signal } = new AbortController();

  it("leaves out rounds that take longer than what is left", async () => {
    const budget = new Budget(0.3, signal);
    const round = (name: string, ms: number) =>
      budget.run("slow", name, async () => {
        await setTimeout(ms);
        return name;
      });
    expect(await round("first", 200)).toBe("first");
    expect(await round("second", 200)).toBeUndefined();
    expect(await budget.run("quick", "third", async () => "third")).toBe("third");
    expect(budget.leftOut).toEqual(["second"]);
    budget.close();
    expect(budget.isOver).toBe(false);
  });

  it("ends what is under way when it is over", async () => {
    const budget = new Budget(0.05, signal);
    await budget.run("endless", "endless", () =>
      setTimeout(60_000, undefined, { signal: budget.signal }).catch(() => {}),
    );
    expect(budget.isOver).toBe(true);
  });

  it("without a bound leaves nothing out", async () => {
    const budget = new Budget(undefined, signal);
    await budget.run("slow", "first", () => setTimeout(20));
    expect(await budget.run("slow", "second", async () => "second")).toBe("second");
    expect(budget.leftOut).toEqual([]);
  });
});

describe("turns", () => {
  const step = (index: number, side: number, rows: Partial<StepLog["rows"]> = {}) =>
    ({
      arrivedUs: index * 1000,
      waiting: index < 38 ? 5 : 0,
      rows: { decode: 10, decodeInPrefill: 0, prompt: side === 0 ? 12 : 10, redone: 0, ...rows },
    }) as StepLog;
  /** Turns of ten steps. */
  const turnOf = (steps: readonly StepLog[]) => (each: StepLog) =>
    Math.floor(steps.indexOf(each) / 10);
  const steps = Array.from({ length: 60 }, (_, index) => step(index, Math.floor(index / 10) % 2));

  it("are compared with those beside them, without the first and the last", () => {
    const { tokensPerSecond, ratio } = turnRates(steps, { first: 0, end: 60 }, turnOf(steps));
    expect(tokensPerSecond.map((rates) => rates.length)).toEqual([2, 2]);
    expect(ratio).toMatchObject({ count: 2 });
    expect(ratio?.median).toBeCloseTo(1.1, 9);
  });

  it("do not count where a step has no prompt", () => {
    const withDecode = steps.map((each, index) =>
      index === 25 ? step(25, 0, { prompt: 0 }) : each,
    );
    const { tokensPerSecond } = turnRates(withDecode, { first: 0, end: 60 }, turnOf(withDecode));
    expect(tokensPerSecond.map((rates) => rates.length)).toEqual([1, 2]);
  });

  it("begin where the batch is filled, and end where nobody waits", () => {
    const filling = steps.map((each, index) => (index < 7 ? step(index, 0, { decode: 3 }) : each));
    expect(filledPart(filling, 10)).toEqual({ first: 7, end: 38 });
  });
});
