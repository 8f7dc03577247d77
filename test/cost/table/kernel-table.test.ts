import { describe, expect, it } from "@jest/globals";
import { KernelTable, type ProfileKernel } from "../../../src/cost/table/kernel-table.ts";
import type { Partition } from "../../../src/cost/table/split.ts";

const SIZE = { tokens: 512, context: 1024 };
const GROUP_OF_100: Partition = { side: "group", smCount: 100, mechanism: "cta-limit" };

/** 40 µs on the whole GPU, 55 µs on 116 SMs under a CTA limit. */
function table(kind: ProfileKernel["kind"]): KernelTable {
  const solo = [
    [0, "w", SIZE.tokens, SIZE.context, 40, 0.001, 9],
    [0, "cg116", SIZE.tokens, SIZE.context, 55, 0.001, 9],
  ];
  const kernel = { kind, shape: {}, implementations: ["default"], solo, sustained: [] };
  return new KernelTable(kernel as unknown as ProfileKernel, 132);
}

describe("a kernel under a CTA limit that it was not measured at", () => {
  it("takes as long as on the whole GPU where nothing holds it to the group", () => {
    expect(table("rms_norm").soloUs("default", GROUP_OF_100, SIZE)).toBe(40);
  });

  it("is not timed where its tiles fill the group's SMs in waves", () => {
    const prefill = table("prefill_attention");
    expect(prefill.soloUs("default", { ...GROUP_OF_100, smCount: 116 }, SIZE)).toBe(55);
    expect(prefill.soloUs("default", GROUP_OF_100, SIZE)).toBeUndefined();
  });
});
