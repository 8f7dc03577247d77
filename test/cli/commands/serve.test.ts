import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { writeWordsCheckpoint } from "../../../scripts/bench/server/words-checkpoint.ts";
import { run } from "../../../src/cli/program.ts";
import { readPlan } from "../../../src/plan/plan-file.ts";
import { fakeExecutor } from "../../support/fake-executor.ts";
import { runProgram } from "../../support/fake-process.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const PLAN = "plans/h200-sxm/llama-3-8b-tp1-1024-512.plan.yaml";
const folder = temporaryFolder();
const weights = join(folder, "words");

beforeAll(() => {
  const { model } = readPlan(PLAN).plan;
  mkdirSync(weights);
  writeWordsCheckpoint(weights, model.shape, model.layers);
});

/** A server in this process, from its first line to its end. */
async function serving(...options: string[]) {
  const interruption = new AbortController();
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const argv = ["serve", PLAN, "--weights", weights, "--port", "0", "--json", ...options];
  const exitCode = run({
    ...{ argv, env: {}, signal: interruption.signal },
    ...{ stdout: stream("stdout"), stderr: stream("stderr") },
  });
  while (!written.stdout.includes("\n")) await Promise.race([exitCode, sleep(10)]);
  const { url } = JSON.parse(written.stdout.split("\n", 1)[0] as string);
  return {
    ...{ url, written, exitCode },
    interrupt: () => interruption.abort("SIGINT"),
    ask: (body: object) =>
      fetch(`${url}/v1/completions`, { method: "POST", body: JSON.stringify(body) }),
  };
}

/** A port that nobody listens on. */
async function freePort(): Promise<{ port: number }> {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as { port: number };
  await new Promise((resolve) => other.close(resolve));
  return { port };
}

describe("serve", () => {
  it.each([
    [[], "nothing to serve is named"],
    [["set.yaml"], "--weights is missing"],
    [["set.yaml", "--demo"], "a set is not for --demo"],
    [["--demo", "--host", ""], "option '--host <address>' is empty"],
    [["--demo", "--served-model-name", ""], "a name in --served-model-name is blank"],
    [["--demo", "--served-model-name", "a", "b "], "begins or ends with white space"],
    [["--demo", "--served-model-name", "a", "b", "a"], "--served-model-name names a twice"],
    [["--demo", "--weights", "x"], "--weights is not for --demo"],
    [["--demo", "--random-weights"], "--random-weights is not for --demo"],
    [
      ["set.yaml", "--weights", "x", "--engine", "simulator", "--device", "1"],
      "--device is not for --engine simulator",
    ],
    [["--demo", "--api-key", ""], "the API key is blank"],
    [["--demo", "--api-key", " "], "the API key is blank"],
    [["--demo", "--api-key", "key\n"], "begins or ends with white space"],
    [["--demo", "--port", "70000"], "argument '70000' is invalid"],
    [["--demo", "--max-context", "99999"], "the model has 4096 positions"],
  ])("says what is wrong with %j", async (argv, message) => {
    const { exitCode, stderr } = await runProgram(["serve", ...argv]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.split("\n")[1]?.trim().length).toBeGreaterThan(10);
  });

  it("serves a plan simulated, and says that tokens are made up", async () => {
    writeFileSync(join(weights, "generation_config.json"), '{"temperature":0.6}');
    const { ask, written, interrupt, exitCode } = await serving("--engine", "simulator");
    const answer = await ask({ prompt: [300, 301], max_tokens: 3, logprobs: 1, ignore_eos: true });
    expect(await answer.json()).toMatchObject({
      model: "llama-3-8b",
      choices: [{ text: expect.stringMatching(/^( [a-z]{5}){3}$/), logprobs: expect.anything() }],
      usage: { prompt_tokens: 2, completion_tokens: 3 },
    });
    interrupt();
    expect(await exitCode).toBe(130);
    expect(written.stderr).toContain("tokens are made up");
    expect(written.stderr).toContain("asks for temperature 0.6: not applied");
    const lines = written.stdout.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(["listening", "request"]);
  });

  it("serves on a GPU, and ends with 5 when that dies", async () => {
    const native = fakeExecutor(folder, "--die-on=submit");
    const { ask, written, exitCode } = await serving("--random-weights", "--native", native);
    const answer = await ask({ prompt: [300, 301], max_tokens: 3 });
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ error: { code: "engine_stopped" } });
    expect(await exitCode).toBe(5);
    const last = written.stdout.slice(written.stdout.indexOf('{\n  "error"'));
    expect(JSON.parse(last).error).toMatchObject({ code: "E_NATIVE" });
  });

  it("reads the tokenizer before it opens an engine, which would keep the process", async () => {
    const broken = join(folder, "broken");
    cpSync(weights, broken, { recursive: true });
    writeFileSync(join(broken, "tokenizer.json"), "{");
    const native = join(folder, "never-started");
    const argv = ["serve", PLAN, "--weights", broken, "--random-weights", "--native", native];
    const { exitCode, stderr } = await runProgram(argv);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("tokenizer.json");
  });

  it("closes the server where its first line cannot be written", async () => {
    const { port } = await freePort();
    const argv = ["serve", PLAN, "--weights", weights, "--engine", "simulator"];
    const failing = {
      write: () => {
        throw new Error("the output is closed");
      },
    };
    await run({
      ...{ argv: [...argv, "--port", String(port)], env: {} },
      ...{ signal: new AbortController().signal, stdout: failing, stderr: { write: () => {} } },
    }).catch(() => {});
    await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
  });

  it("does not start where another listens", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { port: number };
    const { exitCode, stderr } = await runProgram(["serve", "--demo", "--port", String(port)]);
    other.close();
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`port ${port} of 127.0.0.1 is in use`);
  });
});
