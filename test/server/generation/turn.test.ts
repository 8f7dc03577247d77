import { expect, it, jest } from "@jest/globals";
import { Turn } from "../../../src/server/generation/turn.ts";

it("does the work of others where one throws, and warns", async () => {
  const warned = jest.spyOn(process, "emitWarning").mockImplementation(() => {});
  const turn = new Turn();
  const done: string[] = [];
  turn.take(() => {
    throw new RangeError("Invalid string length");
  });
  turn.take(() => done.push("other"));
  await new Promise((resolve) => setImmediate(resolve));
  expect(done).toEqual(["other"]);
  expect(warned).toHaveBeenCalledTimes(1);
  warned.mockRestore();
});
