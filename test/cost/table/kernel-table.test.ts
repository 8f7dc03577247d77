import { describe, expect, it } from "@jest/globals";
import { KernelTable, type ProfileKernel } from "../../../src/cost/table/kernel-table.ts";
import type { Partition } from "../../../src/cost/table/split.ts";

const SIZE = { tokens: 512, context: 1024 };
const LIMITED: Partition = { side: "group", smCount: 100, mechanism: "cta-limit" };
const GROUP: Partition = { side: "group", smCount: 120 };

/** By partition, µs. */
const MEASURED = { w: 40, g112: 60, g128: 42, cg116: 55 };

function table(kind: ProfileKernel["kind"]): KernelTable {
  const solo = Object.entries(MEASURED).map(([partition, us]) => [
    ...[0, partition, SIZE.tokens, SIZE.context],
    ...[us, 0.001, 9],
  ]);
  const kernel = { kind, shape: {}, implementations: ["default"], solo, sustained: [] };
  return new KernelTable(kernel as unknown as ProfileKernel, 132);
}

describe("a kernel on a side that it was not measured on", () => {
  it("takes as long as on the whole GPU under a CTA limit that does not hold it", () => {
    expect(table("rms_norm").soloUs("default", LIMITED, SIZE)).toBe(40);
  });

  it("takes a time between those of the sides around", () => {
    const us = table("rms_norm").soloUs("default", GROUP, SIZE) ?? 0;
    expect(us).toBeGreaterThan(42);
    expect(us).toBeLessThan(60);
  });

  it("is not timed where its tiles fill the SMs in waves", () => {
    const prefill = table("prefill_attention");
    expect(prefill.soloUs("default", { ...LIMITED, smCount: 116 }, SIZE)).toBe(55);
    expect(prefill.soloUs("default", LIMITED, SIZE)).toBeUndefined();
    expect(prefill.soloUs("default", GROUP, SIZE)).toBeUndefined();
  });
});
