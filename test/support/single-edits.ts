type Keys = (string | number)[];
type Scalar = string | number | boolean | null;

/** Every scalar of a value, with the keys that lead to it. */
export function leavesOf(value: unknown, keys: Keys = []): [keys: Keys, value: Scalar][] {
  if (typeof value !== "object" || value === null) return [[keys, value as Scalar]];
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, [...keys, Array.isArray(value) ? Number(key) : key]),
  );
}

/** The keys that lead to a leaf, without places in lists. */
export function placeOf(keys: Keys): string {
  return keys.filter((key) => typeof key === "string").join(".");
}

/** Other values of a leaf, such as a hand that edits a file would write. */
export function editsOf(value: Scalar): Scalar[] {
  if (value === null) return [1];
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") return [Number.isInteger(value) ? value + 1 : value * 1.01];
  const digit = value.replace(/\d(?=\D*$)/, (last) => String((Number(last) + 1) % 10));
  return [digit === value ? `${value}x` : digit];
}

/** A copy with another value in one place. */
export function withLeaf<Value>(value: Value, keys: Keys, leaf: Scalar): Value {
  const [key, ...others] = keys;
  if (key === undefined) return leaf as Value;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<
    string | number,
    unknown
  >;
  copy[key] = withLeaf(copy[key], others, leaf);
  return copy as Value;
}
