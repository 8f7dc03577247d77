import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { loadProfile } from "../../../src/profile/load.ts";
import { untilAsked } from "../../support/campaign-run.ts";
import { type RunResult, runProgram } from "../../support/fake-process.ts";
import { fakeProfiler } from "../../support/fake-profiler.ts";
import { writeProfile } from "../../support/profile-file.ts";
import { withSortedRows } from "../../support/small-sessions.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const FOLDER = temporaryFolder();
const SHIPPED = "profiles/h200-sxm/2026-11-29-0200-llama-3-8b-tp1.session.jsonl";

function profile(argv: string[], flags: string[] = [], signal?: AbortSignal) {
  const native = fakeProfiler(FOLDER, ...flags);
  const line = ["profile", "--model", "mixtral-8x7b", "--quick", "--native", native, ...argv];
  return runProgram(line, signal === undefined ? {} : { signal });
}

describe("nanoflow-plan profile", () => {
  /** Without trouble, as JSON. */
  const plain = join(FOLDER, "mixtral.json");
  let summed: RunResult;
  /** As text, of a busy GPU without NCCL on which an implementation fails its check. */
  const troubled = join(FOLDER, "troubled.json");
  let told: RunResult;

  beforeAll(async () => {
    summed = await profile(["--out", plain, "--json"]);
    told = await profile(
      ["--tp", "2", "--out", troubled],
      ["--busy", "--no-nccl", "--fail-on=impl=bulk.c1"],
    );
  });

  it("records its command, but not where a program lay that was built already", () => {
    const { command } = loadProfile(plain).profile.provenance;
    expect(command).toMatch(/^nanoflow-plan profile --model mixtral-8x7b --quick --out /);
  });

  it("measures at the smallest parallelism that fits, and sums up", () => {
    const { exitCode, stdout, stderr } = summed;
    const answer = JSON.parse(stdout);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(answer).toMatchObject({
      profile: plain,
      model: { id: "mixtral-8x7b", tensorParallel: 2 },
      gpu: { id: "h100-sxm", count: 2 },
    });
    expect(answer.pairs.length).toBeGreaterThan(0);
    for (const { rateSum } of answer.pairs) {
      expect(rateSum).toBeGreaterThan(0);
      expect(rateSum).toBeLessThan(2);
    }
    const { kernels } = loadProfile(plain).profile;
    expect(new Set(kernels.map(({ kind }) => kind))).toEqual(
      new Set(
        [
          ["rms_norm", "gemm", "rope_kv_append", "decode_attention", "prefill_attention"],
          ["all_reduce", "all_reduce_norm", "router", "moe_permute", "grouped_gemm"],
          ["silu_mul", "moe_combine"],
          ["embedding", "sampling"],
        ].flat(),
      ),
    );
  });

  it("times what runs on several rows per token at as many rows", () => {
    const silu = loadProfile(plain).profile.kernels.find(({ kind }) => kind === "silu_mul");
    expect(Math.max(...(silu?.solo ?? []).map(([, , tokens]) => tokens))).toBe(2 * 2048);
  });

  it("prints ceilings, pairs and the errors of interpolation", () => {
    const { exitCode, stdout } = told;
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Ceilings .*GEMM \d+ TFLOP\/s/m);
    expect(stdout).toMatch(/^gemm k=\d+ n=\d+ .*decode_attention .*\d\.\d\d +\d+ +tile/m);
    expect(stdout).toMatch(/^decode_attention +\d+ +\d/m);
    expect(stdout).toMatch(/^Temperature +49 to 61 °C under load$/m);
    expect(stdout).toContain(`Profile: ${troubled}`);
  });

  it("ends with exit code 5 where there is no GPU", async () => {
    const { exitCode, stderr } = await profile([], ["--fatal=NO_GPU"]);
    expect(exitCode).toBe(5);
    expect(stderr).toContain("no CUDA device");
  });

  it.each([
    ["fewer GPUs than ranks", "NO_GPU", /One GPU measures all but collectives.*--missing/s],
    ["a driver that is too old", "DRIVER_TOO_OLD", /Install a driver.*`nvcc --version`/s],
    ["a GPU that is too old", "UNSUPPORTED_COMPUTE_CAPABILITY", /compute capability 8\.0/],
    ["a GPU whose memory is taken", "OUT_OF_MEMORY", /Free memory on the GPU.*--device/s],
  ])("ends with exit code 5 and says what to do about %s", async (_, code, remedy) => {
    const { exitCode, stderr } = await profile(["--tp", "2"], [`--fatal=${code}`]);
    expect(exitCode).toBe(5);
    expect(stderr).toMatch(remedy);
  });

  it.each([
    [["--model", "llama-3-8b", "--all-models"], "--all-models and --model say different things"],
    [["--model", "llama-3-8b", "--tp", "1,2"], "`--tp` names several sizes"],
    [["--all-models", "--quick"], "--quick says nothing beside --missing and --all-models"],
    [["--model", "llama-3-8b", "--again", "gemm"], "--again says nothing beside a campaign"],
    [["--model", "llama-3-8b", "--assemble", "x"], "--assemble says nothing beside a campaign"],
    [["--all-models", "--assemble", "x", "--resume"], "--resume says nothing beside --assemble"],
    [
      ["--all-models", "--assemble", "x", "--budget", "9"],
      "--budget says nothing beside --assemble",
    ],
    [["--all-models", "--missing"], "--missing says nothing beside --all-models"],
    [["--all-models", "--again", "gemn"], "Give kinds such as gemm"],
    [["--all-models", "--tp", "1,x"], "Give a whole number"],
  ])("refuses %j", async (argv, message) => {
    const { exitCode, stderr } = await runProgram(["profile", ...argv]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it("names the programs that keep the GPU busy, in the profile too", () => {
    expect(told.stderr).toContain("python3 (process 4711)");
    expect(loadProfile(troubled).profile.provenance.notes).toContainEqual(
      expect.stringContaining("python3 (process 4711)"),
    );
  });

  it("says which implementation failed its check", () => {
    expect(told.stdout).toMatch(/decode_attention .*`bulk\.c1` failed its check and is not used/);
  });

  it("ends with exit code 5 and the last words of a profiler that keeps dying", async () => {
    const out = join(FOLDER, "dead.json");
    const { exitCode, stderr } = await profile(["--tp", "2", "--out", out], ["--die-on=op="]);
    expect(exitCode).toBe(5);
    expect(stderr).toContain("an illegal memory access was encountered");
    expect(existsSync(out)).toBe(false);
  });

  it("rejects a parallelism that does not divide the model before it starts anything", async () => {
    const { exitCode, stderr } = await profile(["--tp", "3"], ["--fatal=NO_GPU"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("tensor parallelism 3");
  });

  it("goes on with the other collectives without NCCL, and says so", () => {
    const { kernels, leftOut } = loadProfile(troubled).profile;
    const collective = kernels.find(({ kind }) => kind === "all_reduce");
    expect(collective?.implementations).toEqual(["ce.c8"]);
    expect(leftOut).toContainEqual(expect.stringMatching(/^all_reduce .*without it.*NCCL_ROOT/));
  });

  it("keeps what was measured when it is interrupted", async () => {
    const out = join(FOLDER, "interrupted.json");
    const log = join(FOLDER, "interrupted.log");
    const interrupt = new AbortController();
    const running = profile(
      ["--tp", "2", "--out", out],
      ["--hang-on=state=sustained", `--log=${log}`],
      interrupt.signal,
    );
    void untilAsked(log, "state=sustained").then(() => interrupt.abort("SIGTERM"));
    expect((await running).exitCode).toBe(143);
    expect(readFileSync(`${out}.partial.jsonl`, "utf8")).toContain("sweep op=gemm");
    expect(existsSync(out)).toBe(false);
  });

  it("says that the output cannot be written, before it measures", async () => {
    const { exitCode, stderr } = await profile(["--tp", "2", "--out", "/dev/null/profile.json"]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("cannot write /dev/null/profile.json");
  });

  it.each(["--quick", "--missing"])(
    "gives no session of a store a name of its own, since it would be read by its id: %s",
    async (way) => {
      const out = "profiles/h200-sxm/mine.session.jsonl";
      const { exitCode, stderr } = await runProgram([
        ...["profile", "--model", "mixtral-8x7b", way, "--native", fakeProfiler(FOLDER)],
        ...["--out", out],
      ]);
      expect(exitCode).toBe(2);
      expect(stderr).toContain("Leave out --out");
      expect(existsSync(out)).toBe(false);
    },
  );
});

describe("nanoflow-plan profile --convert", () => {
  it("writes a session beside each profile of format 1, with the same measurements", async () => {
    const folder = temporaryFolder();
    const old = writeProfile(folder, "llama-3-8b");
    const { exitCode, stdout } = await runProgram(["profile", "--convert", old, "--json"]);
    expect(exitCode).toBe(0);
    const [{ session }] = JSON.parse(stdout).sessions;
    expect(session).toBe(join(folder, "2026-01-01-0000-llama-3-8b-tp1.session.jsonl"));
    const sorted = (path: string) => withSortedRows(loadProfile(path).profile);
    expect(sorted(session)).toEqual(sorted(old));
  });

  it("writes no session over another", async () => {
    const folder = temporaryFolder();
    const one = writeProfile(folder, "llama-3-8b");
    const other = join(folder, "other.json");
    writeFileSync(other, readFileSync(one, "utf8").replace('"idleW": 80', '"idleW": 81'));
    expect(readFileSync(other, "utf8")).not.toBe(readFileSync(one, "utf8"));
    const both = await runProgram(["profile", "--convert", one, other]);
    expect(both.exitCode).toBe(2);
    expect(both.stderr).toContain("would both be written to");
    expect(readdirSync(folder)).toHaveLength(2);
    expect((await runProgram(["profile", "--convert", one])).exitCode).toBe(0);
    expect((await runProgram(["profile", "--convert", one])).exitCode).toBe(0);
    const late = await runProgram(["profile", "--convert", other]);
    expect(late.stderr).toMatch(/is there, and holds another session\n.*--out/);
  });

  it.each<[what: string, argv: (old: string) => string[], message: RegExp]>([
    ["an option of measuring", (old) => [old, "--quick"], /--quick means nothing/],
    ["a model", (old) => [old, "--model", "llama-3-8b"], /--model means nothing/],
    ["one file to write for two", (old) => [old, old, "--out", "a.jsonl"], /--out is for one file/],
    ["what is a session already", () => [SHIPPED], /session of format 2 already/],
    ["no file", () => ["nowhere.json"], /no such file/],
  ])("refuses %s", async (_, argv, message) => {
    const old = writeProfile(temporaryFolder(), "llama-3-8b");
    const { exitCode, stderr } = await runProgram(["profile", "--convert", ...argv(old)]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});
