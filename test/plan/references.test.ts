import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { PlannerError } from "../../src/errors.ts";
import { formatReference, parseReference } from "../../src/plan/references.ts";

describe("references", () => {
  it.each([
    ["qkv_proj.0", "qkv_proj.0", 0],
    ["o_proj.1@-1", "o_proj.1", 1],
    ["o_proj.1@+2", "o_proj.1", -2],
  ])("reads %s", (text, id, distance) => {
    expect(parseReference(text)).toEqual({ id, distance });
  });

  it("reads what it writes", () => {
    const reference = fc.record({
      id: fc
        .tuple(fc.constantFrom("qkv_proj", "rms_norm"), fc.nat(9))
        .map((part) => part.join(".")),
      distance: fc.integer({ min: -9, max: 9 }),
    });
    fc.assert(
      fc.property(reference, (value) => {
        expect(parseReference(formatReference(value))).toEqual(value);
      }),
    );
  });

  it.each(["qkv_proj", "qkv_proj.0@1", "qkv_proj.0@-0", "Q.0", ""])("rejects `%s`", (text) => {
    expect(() => parseReference(text)).toThrow(PlannerError);
  });
});
