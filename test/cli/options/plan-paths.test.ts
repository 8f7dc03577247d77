import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { plansIn } from "../../../src/cli/options/plan-paths.ts";
import { plannerError } from "../../support/planner-error.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

describe("plansIn", () => {
  it("says of a folder whose plans are called otherwise what helps, and does", () => {
    const folder = temporaryFolder();
    const plan = join(folder, "mine.yaml");
    writeFileSync(plan, "");
    const { remedy } = plannerError(() => plansIn([folder]));
    expect(remedy).toBe(
      "Name the plan files themselves, or give them names that end in .plan.yaml.",
    );
    expect(plansIn([plan])).toEqual([plan]);
    const renamed = join(folder, "mine.plan.yaml");
    writeFileSync(renamed, "");
    expect(plansIn([folder])).toEqual([renamed]);
  });

  it("says what to name where there is nothing", () => {
    const { remedy } = plannerError(() => plansIn([join(temporaryFolder(), "plans")]));
    expect(remedy).toBe(
      "Name plan files, or a folder with files that end in .plan.yaml or .plan-set.yaml.",
    );
  });
});
