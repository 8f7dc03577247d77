import type { TemplateValue } from "./python-text.ts";

/** Numbers and truth values compare as numbers. */
const NUMBERS = new Set(["IntegerValue", "FloatValue", "BooleanValue"]);

/** Whether Python's `==` holds: lists and objects are equal where all of their parts are. */
export function pythonEquals(one: TemplateValue, other: TemplateValue): boolean {
  if (NUMBERS.has(one.type) && NUMBERS.has(other.type)) {
    return Number(one.value) === Number(other.value);
  }
  if (one.type !== other.type) return false;
  if (Array.isArray(one.value)) return areEqual(one.value, other.value as TemplateValue[]);
  if (!(one.value instanceof Map)) return one.value === other.value;
  const others = other.value as Map<string, TemplateValue>;
  const entries = [...(one.value as Map<string, TemplateValue>)];
  return (
    entries.length === others.size && entries.every(([key, value]) => isIn(others, key, value))
  );
}

function areEqual(some: readonly TemplateValue[], others: readonly TemplateValue[]): boolean {
  return (
    some.length === others.length &&
    some.every((each, index) => pythonEquals(each, others[index] as TemplateValue))
  );
}

function isIn(
  values: ReadonlyMap<string, TemplateValue>,
  key: string,
  value: TemplateValue,
): boolean {
  const other = values.get(key);
  return other !== undefined && pythonEquals(value, other);
}
