import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { kernelName } from "../../src/store/kernel-name.ts";
import { changesSince, presentRevisions } from "../../src/store/kernel-revisions.ts";
import { rankSessions } from "../../src/store/rank-sessions.ts";
import { DECODE, DOWN, QKV } from "../support/llama-kernels.ts";
import { sessionOf } from "../support/small-sessions.ts";

const NATIVE = "native-kernels";
/** Where each kernel's code is, and its SHA-256 when its revision was last looked at. */
const LOOKED_AT: Readonly<Record<string, [path: string, digits: string]>> = {
  decode_attention: ["attention/decode_", "655062a68756"],
  prefill_attention: ["attention/prefill_", "aaa57a4ae064"],
  grouped_gemm: ["expert/grouped_gemm", "4b2baf48c802"],
  router: ["expert/router", "9fac5a947307"],
  moe_permute: ["expert/moe_permute", "19e2ba400959"],
  moe_combine: ["expert/moe_combine", "004ec04a9470"],
  rms_norm: ["rows/rms_norm", "284447ac0047"],
  rope_kv_append: ["rows/rope_kv_append", "a896a02db625"],
  silu_mul: ["rows/silu_mul", "7e48a9b831b1"],
  quantise_rows: ["rows/quantise_rows", "0ec47e0e1e03"],
  all_reduce: ["collective/all_reduce_", "d1045d96cf16"],
};

/** First digits of a SHA-256 over the files whose path begins so. */
function digitsOf(path: string): string {
  const [folder = "", start = ""] = path.split("/");
  const files = readdirSync(join(NATIVE, folder)).filter((name) => name.startsWith(start));
  const hash = createHash("sha256");
  for (const name of files.sort()) hash.update(readFileSync(join(NATIVE, folder, name)));
  return hash.digest("hex").slice(0, 12);
}

describe("revisions of kernels", () => {
  it("were looked at since each kernel's code last changed", () => {
    // Where this fails: if the kernel now takes other times, add the change to CHANGES of
    // src/store/kernel-revisions.ts. Then write the new digits here.
    const digits = Object.entries(LOOKED_AT).map(([kind, [path]]) => [kind, digitsOf(path)]);
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
