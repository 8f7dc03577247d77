import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { curveOf, durationUs, type Size } from "../../../src/cost/curve/interpolate.ts";

const at = (tokens: number, context = 0): Size => ({ tokens, context });

describe("duration of attention between measured sizes", () => {
  const grid = (contexts: number[], tokens: number[], us: (size: Size) => number) =>
    contexts.flatMap((context) =>
      tokens.map((count) => ({ tokens: count, context, us: us(at(count, context)) })),
    );

  it("is exact for decode that costs a constant, a share per request and one per KV token", () => {
    const us = ({ tokens, context }: Size) => 4 + 0.05 * tokens + 0.0014 * tokens * context;
    const curve = curveOf("decode_attention", grid([256, 1024, 4096], [16, 128, 512], us));
    const requests = fc.integer({ min: 16, max: 512 });
    const contexts = fc.double({ min: 256, max: 4096, noNaN: true });
    fc.assert(
      fc.property(requests, contexts, (tokens, context) => {
        const size = at(tokens, context);
        expect(durationUs(curve, size)).toBeCloseTo(us(size), 6);
      }),
    );
  });

  it("is exact for prefill that costs a constant, a share per token and one per attended pair", () => {
    const us = ({ tokens, context }: Size) =>
      4 + 0.03 * tokens + 0.0002 * tokens * (context + tokens / 2);
    const curve = curveOf("prefill_attention", grid([0, 1024, 2048], [128, 512, 1024, 2048], us));
    const tokens = fc.integer({ min: 128, max: 2048 });
    const contexts = fc.double({ min: 0, max: 2048, noNaN: true });
    fc.assert(
      fc.property(tokens, contexts, (count, context) => {
        const size = at(count, context);
        expect(durationUs(curve, size)).toBeCloseTo(us(size), 6);
      }),
    );
  });

  it("scales by KV bytes where memory kept the longer context from being measured", () => {
    const points = [at(512, 1024), at(128, 2048)].map((size) => ({ ...size, us: 600 }));
    const curve = curveOf("decode_attention", points);
    expect(durationUs(curve, at(512, 1280))).toBeCloseTo(600 * 1.25);
  });

  it("costs as much as the query tile that it fills in part, where every tile was measured", () => {
    const curve = curveOf(
      "prefill_attention",
      grid([0], [64, 128, 192], ({ tokens }) => tokens),
    );
    expect(durationUs(curve, at(65))).toBe(128);
    expect(durationUs(curve, at(128))).toBe(128);
    expect(durationUs(curve, at(150))).toBe(192);
  });

  it("follows the two longest contexts beyond them", () => {
    const points = grid([256, 1024], [64], ({ context }) => 10 + context / 16);
    expect(durationUs(curveOf("decode_attention", points), at(64, 1536))).toBeCloseTo(106);
  });

  it("goes by KV tokens between contexts of which the longer leaves room for fewer requests", () => {
    const us = ({ tokens, context }: Size) => 4 + 0.05 * tokens + 0.0009 * tokens * context;
    const [many, few] = [grid([16_384], [4, 16, 64], us), grid([131_072], [4, 8], us)];
    const curve = curveOf("decode_attention", [...many, ...few]);
    for (const size of [at(26, 33_024), at(12, 70_000), at(10, 40_000)])
      expect((durationUs(curve, size) ?? 0) / us(size)).toBeCloseTo(1, 2);
    expect(durationUs(curve, at(60, 70_000))).toBeUndefined();
  });

  it("is unknown far beyond the longest context", () => {
    const curve = curveOf("decode_attention", [{ tokens: 64, context: 1024, us: 50 }]);
    expect(durationUs(curve, at(64, 1536))).toBeCloseTo(75);
    expect(durationUs(curve, at(64, 1600))).toBeUndefined();
  });
});

it("interpolates small operations in tokens, with a floor", () => {
  const points = [
    { tokens: 128, context: 0, us: 4 },
    { tokens: 1024, context: 0, us: 11 },
  ];
  const curve = curveOf("rms_norm", points);
  expect(durationUs(curve, at(576))).toBeCloseTo(7.5);
  expect(durationUs(curve, at(8))).toBe(4);
});
