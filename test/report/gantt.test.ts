import { describe, expect, it } from "@jest/globals";
import { renderGantt } from "../../src/report/gantt.ts";
import { coarsePlan } from "../support/coarse-plan.ts";
import { planFixture } from "../support/plan-fixture.ts";
import { shippedPlans } from "../support/shipped-plans.ts";

const PLAN = planFixture({ tensorParallel: 2 });

function linesOf(width: number, plan = PLAN): string[] {
  return renderGantt(plan, { width, color: false }).split("\n");
}

describe("renderGantt", () => {
  it.each([40, 41, 60, 80, 100, 200])("fits %d columns, however long the reason", (width) => {
    const reasoned = { ...PLAN, reason: "one of very many words ".repeat(20) };
    for (const line of linesOf(width, reasoned)) expect(line.length).toBeLessThanOrEqual(width);
  });

  it.each(shippedPlans())("fits 40 columns with every nano-operation drawn: %s", (_, plan) => {
    const lines = linesOf(40, plan);
    expect(lines.filter((line) => line.length > 40)).toEqual([]);
    for (const [lane, ids] of Object.entries(plan.lanes)) {
      const rows = lines.filter((line) => line.startsWith(`${lane} `) || line === lane);
      const drawn = rows.map((line) => line.slice(9)).join("");
      // A bar may be cut by the end of a strip, never left out.
      expect(drawn.match(/[A-Z]/g)?.length ?? 0).toBeGreaterThanOrEqual(ids.length);
    }
  });

  it("keeps the time of strips one after the other", () => {
    const axes = linesOf(40).filter((line) => line.endsWith("µs") && line.startsWith("         "));
    expect(axes.length).toBeGreaterThan(1);
    const ticks = axes.flatMap((line) =>
      [...line.matchAll(/\|(\d+)/g)].map(([, us]) => Number(us)),
    );
    expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
    for (const line of axes) expect(line).toHaveLength(40);
  });

  it("says that it needs 40 columns where there are fewer, and keeps to those", () => {
    const lines = linesOf(39);
    expect(lines.join(" ")).toContain("The chart needs 40 columns; this terminal has 39.");
    expect(lines.filter((line) => line.length > 39)).toEqual([]);
    expect(linesOf(40).join(" ")).not.toContain("The chart needs");
  });

  it("tells operations that are not cut, or less than others, from those of one nano-batch", () => {
    const lines = linesOf(200, coarsePlan());
    const compute = lines.find((line) => line.startsWith("compute")) ?? "";
    expect(compute).toMatch(/[A-Z]#+/);
    expect(compute).toMatch(/[A-Z]0\+1/);
    expect(compute).not.toMatch(/[A-Z]0[-=]/);
    const text = lines.join("\n");
    expect(text).toContain("#### whole batch: tokens 0 to 511  128 decode  384 prefill");
    expect(text).toContain("0+1= nano-batches 0 and 1: tokens 0 to 255  64 decode  192 prefill");
  });

  it("breaks lines alike with colours", () => {
    const text = renderGantt(PLAN, { width: 40, color: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes start with ESC
    expect(text.replace(/\u001b\[\d+m/g, "")).toBe(linesOf(40).join("\n"));
  });

  it("names kind, period, sequential, speedup, bound, gap, clock, power and busy lanes", () => {
    const head = linesOf(200).slice(0, 4).join("\n");
    for (const text of [
      "overlapped plan, 2 nano-batches",
      "period 600.0 µs",
      "sequential 760.0 µs",
      "speedup 1.267x",
      "bound 588.0 µs",
      "gap 2.04%",
      "clock 1,755 MHz",
      "power 640 W",
      "busy compute 80.0%, ",
    ]) {
      expect(head).toContain(text);
    }
  });

  it("gives the reason of a sequential plan", () => {
    const text = linesOf(100, planFixture({ kind: "sequential" })).join("\n");
    expect(text).toContain("reason: no overlapped plan is shorter in prediction");
  });

  it("draws a row for each lane with every nano-operation in it, and its SMs below", () => {
    const lines = linesOf(200);
    for (const [lane, ids] of Object.entries(PLAN.lanes)) {
      const row = lines.findIndex((line) => line.startsWith(`${lane} `));
      const labels = lines[row]?.match(/[A-Z]\d/g) ?? [];
      expect(new Set(labels).size).toBe(ids.length);
      expect(lines[row + 1]).toContain(lane === "compute" ? "104" : "28");
    }
  });

  it("marks shares by CTA limits and explains the mark", () => {
    const nanoOperations = PLAN.nanoOperations.map((operation) => ({
      ...operation,
      partition: { ...operation.partition, mechanism: "cta-limit" as const },
    })) as typeof PLAN.nanoOperations;
    const text = linesOf(200, { ...PLAN, nanoOperations }).join("\n");
    expect(text).toMatch(/^ {2}SMs.*104c/m);
    expect(text).toContain("SMs with c: shares by CTA limits");
    expect(linesOf(200).join("\n")).not.toContain("CTA limits");
  });

  it("explains each letter once", () => {
    const text = linesOf(80).join("\n");
    for (const operation of new Set(PLAN.nanoOperations.map((each) => each.operation))) {
      expect(text.match(new RegExp(`\\b[A-Z] ${operation}\\b`, "g"))).toHaveLength(1);
    }
  });

  it("tells nano-batches apart without colour", () => {
    const lines = linesOf(120);
    const compute = lines.find((line) => line.startsWith("compute"));
    expect(compute).toMatch(/[A-Z]0-+/);
    expect(compute).toMatch(/[A-Z]1=+/);
  });

  it("puts nano-operations under their time on the axis", () => {
    const lines = linesOf(200);
    const columnsPerUs = (200 - 12) / PLAN.predicted.periodUs;
    const axis = lines.find((line) => line.endsWith("µs") && line.includes("|0")) ?? "";
    for (const [tick, us] of axis.matchAll(/\|(\d+)/g)) {
      expect(axis.indexOf(tick)).toBe(9 + Math.round(Number(us) * columnsPerUs));
    }
    const start = PLAN.nanoOperations.find(({ id }) => id === "decode_attention.1")?.startUs ?? 0;
    const memory = lines.find((line) => line.startsWith("memory")) ?? "";
    expect(memory.search(/[A-Z]1/)).toBe(9 + Math.round(start * columnsPerUs));
  });

  it("goes on at the start of the period with what runs past its end", () => {
    const nanoOperations = PLAN.nanoOperations.map((each) =>
      each.id === "decode_attention.1" ? { ...each, startUs: 560, durationUs: 90 } : each,
    ) as typeof PLAN.nanoOperations;
    const lines = linesOf(120, { ...PLAN, nanoOperations });
    const memory = lines.find((line) => line.startsWith("memory")) ?? "";
    expect(memory.slice(9)).toMatch(/^[A-Z]1=+ .*[A-Z]1=*$/);
  });

  it("colours nano-batches when asked to", () => {
    const text = renderGantt(PLAN, { width: 100, color: true });
    const plain = renderGantt(PLAN, { width: 100, color: false });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes start with ESC
    expect(text.replace(/\u001b\[\d+m/g, "")).toBe(plain);
    expect(text).not.toBe(plain);
  });
});
