import { describe, expect, it } from "@jest/globals";
import { renderTrace } from "../../../src/report/chart/plan-trace.ts";
import { planFixture } from "../../support/plan-fixture.ts";

interface Event {
  ph: string;
  name: string;
  tid?: number;
  ts?: number;
  dur?: number;
  args: Record<string, string | number>;
}

function eventsOf(trace: string): Event[] {
  return (JSON.parse(trace) as { traceEvents: Event[] }).traceEvents;
}

describe("renderTrace", () => {
  const plan = planFixture({ tensorParallel: 2 });
  const events = eventsOf(renderTrace(plan));
  const spans = events.filter(({ ph }) => ph === "X");

  it("names a thread for each lane", () => {
    const threads = events.filter(({ name }) => name === "thread_name");
    expect(threads.map(({ args }) => args.name)).toEqual(Object.keys(plan.lanes));
  });

  it("holds every nano-operation in several consecutive layers", () => {
    for (const { id, stage } of plan.nanoOperations) {
      const layers = spans.filter(({ name }) => name === id).map(({ args }) => Number(args.layer));
      expect(layers.length).toBeGreaterThanOrEqual(3);
      layers.forEach((layer, index) => {
        expect(layer).toBe((layers[0] ?? 0) + index);
      });
      expect(layers[0]).toBeGreaterThanOrEqual(-1 - stage);
    }
  });

  it("never runs two nano-operations of a lane at once", () => {
    const lanes = new Set(spans.map(({ tid }) => tid));
    for (const lane of lanes) {
      const own = spans.filter(({ tid }) => tid === lane);
      own.sort((a, b) => (a.ts ?? 0) - (b.ts ?? 0));
      own.slice(1).forEach((span, index) => {
        const before = own[index];
        expect((before?.ts ?? 0) + (before?.dur ?? 0)).toBeLessThanOrEqual((span.ts ?? 0) + 0.05);
      });
    }
  });
});
