import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import type { Plan } from "../../src/generated/plan.ts";
import { readPlan } from "../../src/plan/plan-file.ts";
import { positionRemarks } from "../../src/setup/position-remarks.ts";

const path = fileURLToPath(
  new URL("../../plans/h200-sxm/llama-2-70b-tp4-splitwise.plan.yaml", import.meta.url),
);
const { plan, document } = readPlan(path);

function messages(change: (copy: Plan) => void): string[] {
  // A structured clone would be of another realm here, and equal no object of this one.
  const copy: Plan = JSON.parse(JSON.stringify(plan));
  change(copy);
  return positionRemarks(copy, document).map(({ message }) => message);
}

describe("positionRemarks", () => {
  it("notes requests of a built-in trace that the model has no positions for, at its name", () => {
    const [remark] = positionRemarks(plan, document);
    expect(remark).toMatchObject({ severity: "note", position: { path } });
    expect(remark?.message).toContain(
      "1,612 of 19,366 requests of splitwise are longer than the model's 4,096 positions",
    );
  });

  it("notes fixed requests that are longer", () => {
    const found = messages(({ workload }) => {
      workload.name = "4000/97";
    });
    expect(found).toEqual(["requests of 4,097 tokens are longer than the model's 4,096 positions"]);
  });

  it.each<[string, (copy: Plan) => void]>([
    [
      "requests that fit",
      ({ workload }) => {
        workload.name = "4000/96";
      },
    ],
    [
      "a workload that the plan does not hold",
      ({ workload }) => {
        workload.name = "mine.csv";
      },
    ],
    [
      "a command that limits the requests",
      ({ provenance }) => {
        provenance.command += " --max-positions 4096";
      },
    ],
    [
      "a model of the same name with another shape",
      ({ model }) => {
        model.shape.hiddenSize *= 2;
      },
    ],
  ])("says nothing of %s", (_, change) => {
    expect(messages(change)).toEqual([]);
  });
});
