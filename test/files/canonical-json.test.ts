import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { canonicalJson } from "../../src/files/canonical-json.ts";

/** The same value, its keys in another order at every depth. */
function reversed(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, part]) => [key, reversed(part)]));
}

describe("canonical JSON", () => {
  it("sorts keys at every depth, in lists too, and leaves lists as they are", () => {
    const value = { b: [2, 1, { d: [[3, 1]], c: null }], a: "x" };
    expect(canonicalJson(value)).toBe('{"a":"x","b":[2,1,{"c":null,"d":[[3,1]]}]}');
  });

  it("is equal for equal values, whatever the order of their keys", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
