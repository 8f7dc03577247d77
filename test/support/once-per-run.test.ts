import { afterEach, expect, it } from "@jest/globals";
import { oncePerRun } from "./once-per-run.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const { TESTS_SHARE } = process.env;

afterEach(() => {
  if (TESTS_SHARE === undefined) delete process.env.TESTS_SHARE;
  else process.env.TESTS_SHARE = TESTS_SHARE;
});

it("makes a thing once where test files share a folder", () => {
  process.env.TESTS_SHARE = temporaryFolder();
  const first = oncePerRun("thing", () => ({ list: [1, "two", null] }));
  const second = oncePerRun("thing", () => {
    throw new Error("made twice");
  });
  expect(second).toEqual(first);
  expect(oncePerRun("other", () => 3)).toBe(3);
});

it("makes it each time where a file runs by itself", () => {
  delete process.env.TESTS_SHARE;
  expect([1, 2].map((value) => oncePerRun("thing", () => value))).toEqual([1, 2]);
});
