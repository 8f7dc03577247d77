import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { KernelKind } from "../../src/generated/profile.ts";
import { kernelName } from "../../src/store/kernel-name.ts";
import { changesSince, presentRevisions } from "../../src/store/kernel-revisions.ts";
import { rankSessions } from "../../src/store/rank-sessions.ts";
import { DECODE, DOWN, QKV } from "../support/llama-kernels.ts";
import { sessionOf } from "../support/small-sessions.ts";

const NATIVE = "native-kernels";
/**
 * How the paths of each kernel's code begin, and its SHA-256 when its revision was last looked at. The
 * compiler minds that no kernel is left out.
 */
const LOOKED_AT: Readonly<Record<KernelKind, [starts: readonly string[], digits: string]>> = {
  gemm: [["product/gemm", "expert/grouped_gemm"], "ee16b871b021"],
  grouped_gemm: [["expert/grouped_gemm"], "3ed7bf95647a"],
  decode_attention: [["attention/decode_"], "b764da80076a"],
  prefill_attention: [["attention/prefill_"], "31d684f41e55"],
  rms_norm: [["rows/rms_norm"], "b13cc4500ae0"],
  rope_kv_append: [["rows/rope_kv_append"], "59f69bf03e65"],
  silu_mul: [["rows/silu_mul"], "1e12c4e23d6e"],
  quantise_rows: [["rows/quantise_rows"], "f5ee207d7990"],
  router: [["expert/router"], "65a81a84353f"],
  moe_permute: [["expert/moe_permute"], "26a5429da0a7"],
  moe_combine: [["expert/moe_combine"], "fa4a85fea2bc"],
  all_reduce: [["collective/all_reduce_peer", "collective/reduction_copy_engine"], "25c0984d42d8"],
  all_reduce_norm: [["collective/all_reduce_norm_peer"], "e908247f18af"],
  embedding: [["rows/embedding"], "81b9fa12d803"],
  sampling: [["sampling/sampling"], "e1222862b4a2"],
};

/** Paths of files of a folder that begin so, of code and headers. */
function filesFrom(start: string): string[] {
  const folder = join(NATIVE, dirname(start));
  return readdirSync(folder)
    .filter((name) => name.startsWith(basename(start)) && /\.(cu|cuh|cc|h)$/.test(name))
    .map((name) => join(folder, name));
}

/** Files that these include, and what they include, with the code that belongs to a header. */
function withIncluded(paths: readonly string[]): string[] {
  const found = new Set<string>();
  const queue = [...paths];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const includes = readFileSync(path, "utf8").matchAll(/^#include "(.*)"$/gm);
    for (const [, name = ""] of includes) queue.push(join(dirname(path), name));
    const code = [".cu", ".cc"].map((ending) => path.replace(/\.h$/, ending));
    queue.push(...code.filter((each) => existsSync(each)));
  }
  return [...found].sort();
}

/** First digits of a SHA-256 over all code of a kernel. */
function digitsOf(starts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of withIncluded(starts.flatMap(filesFrom))) hash.update(readFileSync(path));
  return hash.digest("hex").slice(0, 12);
}

describe("revisions of kernels", () => {
  it("were looked at since each kernel's code last changed", () => {
    // Where this fails: if the kernel now takes other times, add the change to CHANGES of
    // src/store/kernel-revisions.ts. Then write the new digits here.
    const digits = Object.entries(LOOKED_AT).map(([kind, [starts]]) => [kind, digitsOf(starts)]);
    expect(digits).toEqual(Object.entries(LOOKED_AT).map(([kind, [, known]]) => [kind, known]));
  });

  it("tell by its date what has changed since a session", () => {
    const datesOf = (measuredAt: string) =>
      changesSince("decode_attention", { measuredAt }).map(({ at }) => at.slice(0, 10));
    expect(datesOf("2026-11-22T14:22:00Z")).toEqual(["2026-11-28", "2026-11-30"]);
    expect(datesOf("2026-11-29T02:00:00Z")).toEqual(["2026-11-30"]);
    expect(datesOf("2026-11-30T15:40:00Z")).toEqual([]);
    expect(changesSince("gemm", { measuredAt: "2020-01-01T00:00:00Z" })).toEqual([]);
  });

  it("count before the date where a session states them", () => {
    const measuredAt = "2026-12-05T00:00:00Z";
    const { decode_attention = 0 } = presentRevisions();
    const since = (revisions: Record<string, number>) =>
      changesSince("decode_attention", { measuredAt, revisions }).length;
    expect(since(presentRevisions())).toBe(0);
    expect(since({ decode_attention: decode_attention - 1 })).toBe(1);
    expect(since({})).toBe(decode_attention);
  });
});

describe("the order of sessions", () => {
  const names = new Set([QKV, DOWN, DECODE].map((kernel) => kernelName(kernel)));
  const idsOf = (...sessions: Parameters<typeof sessionOf>[0][]) =>
    rankSessions(sessions.map(sessionOf), names).map(({ session }) => session.model.id);
  const old = { modelId: "full-of-old", measuredAt: "2026-11-29T00:00:00Z" };
  const present = {
    modelId: "quick-of-new",
    measuredAt: "2026-12-01T00:00:00Z",
    command: "profile --quick",
  };

  it("begins with a quick one of the present kernels before a full one of older ones", () => {
    expect(idsOf(old, present)).toEqual(["quick-of-new", "full-of-old"]);
  });

  it("begins with the older one where the newer one has fewer of the present kernels", () => {
    expect(idsOf(old, { ...present, kernels: [DECODE] })).toEqual(["full-of-old", "quick-of-new"]);
  });
});
