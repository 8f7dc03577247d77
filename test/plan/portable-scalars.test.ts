import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import type { Plan } from "../../src/generated/plan.ts";
import { writePlan } from "../../src/plan/plan-file.ts";
import { planFixture } from "../support/plan-fixture.ts";
import { askPython, describeWithProgram, describeWithPython } from "../support/python.ts";
import { shippedPlans } from "../support/shipped-plans.ts";

/** Texts that some reader of YAML takes for a number, a date, a time, a truth value or nothing. */
const TEXTS = [
  ...["yes", "No", "ON", "off", "y", "N", "true", "False", "null", "~", ""],
  ...[
    "1024",
    "580.95",
    "1_000",
    "1,000",
    "0x1F",
    "0o17",
    "017",
    "0b11",
    "12e4",
    "1e-5",
    ".5",
    "-.inf",
    ".NaN",
  ],
  ...["12:30", "190:20:30", "2026-11-29", "2026-11-29T02:31:35.185Z", "=", "<<", ":symbol"],
  ...[
    "- x",
    "a: b # c",
    "'q' \"w\" \\ \t t",
    " a ",
    "a\nb",
    "*x",
    "&x",
    "!x",
    "@x",
    "%x",
    "[x",
    "{x",
  ],
  ...[
    "ü 😀",
    "a\u2028b",
    "a\u0085b",
    "a\ufeffb",
    "a\u007fb",
    `nanoflow-plan search ${"--model x ".repeat(30)}`,
  ],
];
const NUMBERS = [5e-7, 1.5e-9, 1e21, 2.5e22, 0, 0.005032, 12345678901234];

/** A plan with values in which versions of YAML differ; it is written, and would not be valid. */
function oddPlan(): Plan {
  const plan = planFixture();
  const measured = {
    ...{ periodUs: 1, spread: 0, layers: 1, samples: 1, clockMhz: null, powerW: null, gpu: "" },
    ...{ driverVersion: "", cublasLtVersion: "", command: "", measuredAt: "" },
  };
  return {
    ...plan,
    measured: { ...measured, stepUs: 1, texts: TEXTS, numbers: NUMBERS } as Plan["measured"] &
      object,
  };
}

const odd = oddPlan();
const oddText = writePlan(odd);
const shipped = shippedPlans();
const shippedTexts = shipped.map(([path]) => readFileSync(path, "utf8"));
const texts = [oddText, ...shippedTexts];
const values = [odd, ...shipped.map(([, plan]) => plan)];

describe("plans", () => {
  it.each(["1.1", "1.2"] as const)("read the same by YAML %s", (version) => {
    expect(texts.map((text) => parse(text, { version, merge: true }))).toEqual(values);
  });

  it("are committed as they are written", () => {
    expect(shipped.map(([, plan]) => writePlan(plan))).toEqual(shippedTexts);
  });

  it("leave words without quotes where all readers agree", () => {
    expect(oddText).toContain("kind: overlapped\n");
    expect(oddText).toContain("  id: tiny\n");
  });
});

describeWithPython("plans in Python", ["yaml"], () => {
  it("read the same by PyYAML", () => {
    const program =
      "import json, sys, yaml\nprint(json.dumps([yaml.safe_load(t) for t in json.load(sys.stdin)]))";
    expect(askPython(program, texts)).toEqual(values);
  }, 60_000);
});

describeWithProgram("plans in a shell", "yq", () => {
  it("read the same by yq", () => {
    // Whichever of the two programs of this name: one prints JSON by itself, the other when asked.
    const read = (...options: string[]) =>
      spawnSync("yq", [...options, "."], { input: oddText, encoding: "utf8" });
    const asked = read("-o=json");
    const { stdout } = asked.status === 0 ? asked : read();
    expect(JSON.parse(stdout)).toEqual(odd);
  });
});
