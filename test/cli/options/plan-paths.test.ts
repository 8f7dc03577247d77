import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { plansIn } from "../../../src/cli/options/plan-paths.ts";
import { plannerError } from "../../support/planner-error.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const noNote = (text: string) => {
  throw new Error(text);
};

describe("plansIn", () => {
  it("says of a folder whose plans are called otherwise what helps, and does", () => {
    const folder = temporaryFolder();
    const plan = join(folder, "mine.yaml");
    writeFileSync(plan, "");
    const { remedy } = plannerError(() => plansIn([folder], noNote));
    expect(remedy).toBe(
      "Name the plan files themselves, or give them names that end in .plan.yaml.",
    );
    expect(plansIn([plan], noNote)).toEqual([plan]);
    const renamed = join(folder, "mine.plan.yaml");
    writeFileSync(renamed, "");
    expect(plansIn([folder], noNote)).toEqual([renamed]);
  });

  it("says what to name where there is nothing", () => {
    const { remedy } = plannerError(() => plansIn([join(temporaryFolder(), "plans")], noNote));
    expect(remedy).toBe(
      "Name plan files, or a folder with files that end in .plan.yaml or .plan-set.yaml.",
    );
  });

  it("takes each plan once, where links lead back to the folder or to one file twice", () => {
    const folder = temporaryFolder();
    const plans = ["a.plan.yaml", join("inner", "b.plan-set.yaml")].map((name) =>
      join(folder, name),
    );
    mkdirSync(join(folder, "inner"));
    for (const plan of plans) writeFileSync(plan, "");
    symlinkSync(folder, join(folder, "again"));
    symlinkSync("..", join(folder, "inner", "up"));
    symlinkSync("itself", join(folder, "itself"));
    symlinkSync("a.plan.yaml", join(folder, "a-link.plan.yaml"));
    expect(plansIn([folder], noNote)).toEqual(plans);
  });

  it("follows a link out of the folder, and keeps one that leads nowhere", () => {
    const [folder, other] = [temporaryFolder(), temporaryFolder()];
    writeFileSync(join(other, "a.plan.yaml"), "");
    symlinkSync(other, join(folder, "other"));
    symlinkSync("gone", join(folder, "z.plan.yaml"));
    expect(plansIn([folder], noNote)).toEqual([
      join(folder, "other", "a.plan.yaml"),
      join(folder, "z.plan.yaml"),
    ]);
  });

  it("names the plans in a folder that are called otherwise", () => {
    const folder = temporaryFolder();
    const schema = "# A plan.\nschema: nanoflow-plan/plan/1\n";
    for (const name of ["a.plan.yaml", "a.plan.yml", "mixtral.yaml"])
      writeFileSync(join(folder, name), schema);
    writeFileSync(join(folder, "profile.yaml"), "schema: nanoflow-plan/profile/1\n");
    const notes: string[] = [];
    expect(plansIn([folder], (text) => notes.push(text))).toEqual([join(folder, "a.plan.yaml")]);
    expect(notes.map((text) => text.split(": ")[1])).toEqual([
      join(folder, "a.plan.yml"),
      join(folder, "mixtral.yaml"),
    ]);
  });
});
