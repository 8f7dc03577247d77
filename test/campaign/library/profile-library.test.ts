import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  type LibraryIo,
  type LibraryOptions,
  type LibraryRequest,
  profileLibrary,
} from "../../../src/campaign/library/profile-library.ts";
import { writeFileAtomically } from "../../../src/files/write-file.ts";
import { withPrecision } from "../../../src/model/precision.ts";
import { resolveModel } from "../../../src/model/resolve-model.ts";
import { readSession, type SessionFile } from "../../../src/store/session-file.ts";
import { fakeProfiler } from "../../support/fake-profiler.ts";
import { DECODE, NORM, O_PROJ, QKV } from "../../support/llama-kernels.ts";
import { sessionOf } from "../../support/small-sessions.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const FOLDER = temporaryFolder();
const LOG = join(FOLDER, "jobs.log");
const OUT = join(FOLDER, "library.session.jsonl");
const JOURNAL = `${OUT}.partial.jsonl`;
/** Of the present kernels, and of a day before some of them changed. */
const [EARLIER, OUTDATED] = ["2026-12-01T00:00:00Z", "2026-11-01T00:00:00Z"].map((measuredAt) =>
  sessionOf({ kernels: [QKV, O_PROJ, NORM, DECODE], measuredAt }),
) as [SessionFile, SessionFile];

/** Fills a library with the fake profiler, by default beside an earlier session of a few kernels. */
async function fill(
  options: Partial<LibraryOptions> = {},
  request: Partial<LibraryRequest> = {},
  { store = [EARLIER], writeFile = writeFileAtomically }: Partial<Beside> = {},
) {
  const notes: string[] = [];
  const io: LibraryIo = {
    ...{ signal: new AbortController().signal, tool: "nanoflow-plan 0.0.0", command: "profile" },
    ...{ now: () => new Date(0), note: (line) => notes.push(line) },
    ...{ writeFile, onProgress: () => {}, readStore: () => store },
  };
  const models = [resolveModel("llama-3-8b")];
  const result = await profileLibrary(
    { models, sizes: [1], again: [], maxTokens: 256, ...request },
    {
      binary: fakeProfiler(FOLDER, `--log=${LOG}`),
      ...{ firstDevice: 0, resume: false, budgetSeconds: 1000, out: OUT },
      ...options,
    },
    io,
  );
  return { ...result, notes };
}

interface Beside {
  store: readonly SessionFile[];
  writeFile: (path: string, text: string) => void;
}

function jobs(): string[] {
  return readFileSync(LOG, "utf8").trimEnd().split("\n");
}

describe("filling a library", () => {
  let first: readonly string[];
  let session: SessionFile;
  let notes: readonly string[];

  beforeAll(async () => {
    // The disk is full when the session is written: its measurements are still there.
    const full = () => {
      throw new Error("no space left");
    };
    await expect(fill({}, {}, { writeFile: full })).rejects.toThrow("no space left");
    first = jobs();
    ({ notes } = await fill({ assemble: JOURNAL }));
    session = readSession(OUT);
  });

  it("measures what the store lacks, each kernel once, and nothing that it has", () => {
    const names = session.session.kernels.filter(({ reference }) => !reference);
    expect(names.map(({ name }) => name)).toContain("gemm k=4096 n=28672");
    expect(names.map(({ name }) => name)).not.toContain("gemm k=4096 n=6144");
    expect(first.filter((line) => /^pair .*a\.n=6144 a\.k=4096/.test(line))).toEqual([]);
    expect(new Set(first).size).toBe(first.length);
  });

  it("times kernels of the earlier session alone, to compare by", () => {
    const references = session.session.kernels.filter(({ reference }) => reference);
    expect(references.map(({ name }) => name.split(" ")[0]).sort()).toEqual([
      ...["decode_attention", "gemm", "rms_norm"],
    ]);
    const places = references.flatMap(({ name }) => {
      const at = session.session.kernels.findIndex((kernel) => kernel.name === name);
      return session.kernel(at).solo.map(([, partition]) => partition);
    });
    expect(new Set(places)).toEqual(new Set(["w"]));
  });

  it("names the session by when it was measured, and by what: another of the same minute is another", async () => {
    const { id } = session.session;
    expect(id).toMatch(/^1970-01-01-0000-library-tp1-[0-9a-f]{6}$/);
    const other = join(FOLDER, "other.session.jsonl");
    const lines = readFileSync(JOURNAL, "utf8").replaceAll(/"medianUs":1/g, '"medianUs":2');
    const journal = join(FOLDER, "other.partial.jsonl");
    writeFileSync(journal, lines);
    await fill({ assemble: journal, out: other });
    expect(readSession(other).session.id).not.toBe(id);
    await fill({ assemble: JOURNAL, out: other });
    expect(readSession(other).session.id).toBe(id);
  });

  it("says what it will measure before it begins", () => {
    expect(notes[0]).toMatch(
      /^To measure: \d+ kernels in 2 rounds, about \d+ s; the budget is 1000 s\. In this order: kernels of earlier sessions, llama-3-8b at TP 1\.$/,
    );
  });

  it("makes a session of what a broken-off run kept, without a GPU", () => {
    expect(jobs()).toEqual(first);
    expect(session.session.provenance.grid).toBe("quick");
    expect(existsSync(JOURNAL)).toBe(true);
  });

  it("counts a model only when it is whole", async () => {
    const lines = readFileSync(JOURNAL, "utf8").trimEnd().split("\n");
    const cut = join(FOLDER, "cut.partial.jsonl");
    writeFileSync(cut, lines.slice(0, -40).join("\n"));
    const out = join(FOLDER, "cut.session.jsonl");
    const { done, left } = await fill({ assemble: cut, out });
    expect([done, left]).toEqual([["kernels of earlier sessions"], ["llama-3-8b at TP 1"]]);
    const names = readSession(out).session.kernels.map(({ name }) => name);
    expect(names).not.toContain("gemm k=4096 n=28672");
  });

  it("has nothing to do for a store that has all of it", async () => {
    await expect(fill({}, {}, { store: [session, EARLIER] })).rejects.toThrow(
      "lacks nothing of these models",
    );
  });

  it("measures again what has changed since, and no more", async () => {
    const out = join(FOLDER, "again.session.jsonl");
    await fill({ out }, {}, { store: [session, OUTDATED] });
    const { kernels } = readSession(out).session;
    const again = kernels.filter(({ reference }) => !reference).map(({ name }) => name);
    expect(again.map((name) => name.split(" ")[0])).toEqual(["rms_norm", "decode_attention"]);
  });

  it("leaves out what no longer fits the budget, and says so", async () => {
    const { left, notes: said } = await fill({ budgetSeconds: 10 });
    expect(left).toEqual(["llama-3-8b at TP 1"]);
    expect(said.at(-1)).toContain("Still missing, for lack of time: llama-3-8b at TP 1.");
  });
});

describe("filling a library in FP8", () => {
  let lines: readonly string[];
  let session: SessionFile;

  beforeAll(async () => {
    const model = withPrecision(resolveModel("llama-3-8b"), { precision: "fp8", kvCache: "fp8" });
    const [log, out] = [join(FOLDER, "fp8.log"), join(FOLDER, "fp8.session.jsonl")];
    const binary = fakeProfiler(FOLDER, `--log=${log}`);
    await fill({ binary, out }, { models: [model], maxTokens: 1024 });
    lines = readFileSync(log, "utf8").trimEnd().split("\n");
    session = readSession(out);
  });

  it("asks for kernels by their number formats", () => {
    const product = "op=gemm n=6144 k=4096 operands=fp8-e4m3 scaling=row accumulation=fast m=1024";
    expect(lines).toContainEqual(expect.stringMatching(`^sweep .*${product} part=whole`));
    const decode = "b.op=decode_attention .*b.kv=fp8-e4m3 b.scaling=row b.requests=";
    expect(lines).toContainEqual(
      expect.stringMatching(`^pair .*a.operands=fp8-e4m3 a.scaling=row .*${decode}`),
    );
    for (const op of ["rms_norm hidden=4096", "silu_mul width=14336", "quantise_rows width=4096"])
      expect(lines).toContainEqual(
        expect.stringMatching(`^solo .*op=${op} output=fp8-e4m3 scaling=row tokens=`),
      );
    for (const op of ["rope_kv_append", "prefill_attention"])
      expect(lines).toContainEqual(
        expect.stringMatching(`^solo .*op=${op} .*kv=fp8-e4m3 scaling=row`),
      );
  });

  it("checks products of each format apart", () => {
    const checks = lines.filter((line) => /^check .*op=gemm .*impl=tile\.a/.test(line));
    expect(checks.filter((line) => line.includes("operands=fp8-e4m3"))).toHaveLength(1);
    expect(checks.filter((line) => !line.includes("operands="))).toHaveLength(1);
  });

  it("keeps the formats in the kernels' names, and the rate of FP8 products apart", () => {
    const names = session.session.kernels
      .filter(({ reference }) => !reference)
      .map(({ name }) => name);
    expect(names).toContain("gemm k=4096 n=6144 operands=fp8-e4m3 scaling=row accumulation=fast");
    expect(names).not.toContain("gemm k=4096 n=28672");
    const { gemmFlopsPerSecond, fp8GemmFlopsPerSecond = 0 } = session.session.ceilings;
    expect(fp8GemmFlopsPerSecond / gemmFlopsPerSecond).toBeGreaterThan(1.2);
  });
});
