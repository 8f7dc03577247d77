import type { Plan } from "../generated/plan.ts";
import { BUILT_IN_MODELS } from "../model/catalog.ts";
import { inBf16 } from "../model/precision.ts";
import { errorAt, type Finding, type Subject } from "./finding.ts";

/** A plan that says which published model it is for must have that model's sizes. */
export function checkModelId(subject: Pick<Subject, "plan" | "document">): Finding[] {
  const { model } = subject.plan;
  const published = BUILT_IN_MODELS.find(({ id }) => id === model.id);
  if (published === undefined) return [];
  const differences = differing(sizesOf(model), sizesOf(published));
  return differences.map(([keys, found, expected]) =>
    errorAt(
      subject,
      ["model", ...keys],
      "model",
      `the plan is for ${model.id}, which has ${keys.at(-1)} ${expected}, but here it is ${found}`,
    ),
  );
}

/** Number formats are chosen for a model, and are none of its sizes. */
function sizesOf({ layers, shape }: Pick<Plan["model"], "layers" | "shape">) {
  return { layers, shape: inBf16(shape) };
}

type Difference = [keys: string[], found: string, expected: string];

/** Every value that differs, by the path to it. */
function differing(found: object, expected: object, path: string[] = []): Difference[] {
  const entries = { ...found, ...expected };
  return Object.keys(entries).flatMap((key): Difference[] => {
    const [one, other]: unknown[] = [found, expected].map((each) => Reflect.get(each, key));
    const keys = [...path, key];
    if (isMap(one) && isMap(other)) return differing(one, other, keys);
    return one === other ? [] : [[keys, inWords(one), inWords(other)]];
  });
}

function isMap(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function inWords(value: unknown): string {
  return value === undefined ? "none" : String(value);
}
