import { isContext } from "node:vm";
import { expect, it } from "@jest/globals";

it("runs tests in a context whose globals are ordinary properties", () => {
  // In a context that intercepts its globals, this is not the object that was made a context.
  expect(isContext(globalThis)).toBe(true);
});
