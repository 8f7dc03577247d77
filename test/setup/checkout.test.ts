import { mkdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "@jest/globals";
import { checkoutName, checkoutOf } from "../../src/setup/checkout.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let folder = "";
let planPath = "";

beforeEach(() => {
  folder = realpathSync(temporaryFolder());
  mkdirSync(join(folder, "plans"));
  planPath = join(folder, "plans", "a.plan.yaml");
});

describe("the folder that a plan may name files of", () => {
  it("is what git keeps, wherever the command runs", () => {
    mkdirSync(join(folder, ".git"));
    for (const working of [folder, join(folder, "plans"), temporaryFolder()])
      expect(checkoutOf(planPath, working)).toBe(folder);
    expect(checkoutName(folder)).toBe(`the checkout ${folder}`);
  });

  it("is the working folder without git, when the plan lies in it", () => {
    expect(checkoutOf(planPath, folder)).toBe(folder);
    expect(checkoutName(folder)).toBe(`the folder ${folder}`);
  });

  it.each([
    ["another folder", () => temporaryFolder()],
    ["the root", () => "/"],
    ["a folder of that name's beginning", () => dirname(join(folder, "plan", "x"))],
  ])("is the plan's own without git, when the command runs in %s", (_, working) => {
    const elsewhere = working();
    mkdirSync(elsewhere, { recursive: true });
    expect(checkoutOf(planPath, elsewhere)).toBe(join(folder, "plans"));
  });
});
