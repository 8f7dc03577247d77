import { badRequest } from "./api-error.ts";

/** Bounds of a number; both belong to it unless told otherwise. */
export interface Bounds {
  min?: number;
  max?: number;
  /** Itself excluded. */
  above?: number;
}

/** The keys of a JSON object that are not null, read by type. Errors name the key. */
export class Fields {
  readonly #values: ReadonlyMap<string, unknown>;
  /** Stands before the keys where errors name them, such as `stream_options.`. */
  readonly path: string;

  constructor(values: ReadonlyMap<string, unknown>, path = "") {
    this.#values = values;
    this.path = path;
  }

  get names(): string[] {
    return [...this.#values.keys()];
  }

  value(name: string): unknown {
    return this.#values.get(name);
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  string(name: string): string | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === "string") return value;
    throw this.wrong(name, "a string", value);
  }

  boolean(name: string): boolean | undefined {
    const value = this.value(name);
    if (value === undefined || typeof value === "boolean") return value;
    throw this.wrong(name, "true or false", value);
  }

  number(name: string, bounds: Bounds = {}): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value === "number" && isWithin(value, bounds)) return value;
    throw this.wrong(name, `a number${describe(bounds)}`, value);
  }

  integer(name: string, bounds: Bounds = {}): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (Number.isSafeInteger(value) && isWithin(value as number, bounds)) return value as number;
    throw this.wrong(name, `a whole number${describe(bounds)}`, value);
  }

  /** A text, or an array of up to so many. */
  strings(name: string, most: number): string[] {
    const value = this.value(name);
    if (value === undefined) return [];
    if (typeof value === "string") return [value];
    if (Array.isArray(value) && value.length <= most && value.every(isString)) return value;
    throw this.wrong(name, `a string, or an array of up to ${most}`, value);
  }

  integers(name: string, bounds: Bounds): number[] {
    const value = this.value(name) ?? [];
    if (isIntegers(value) && value.every((each) => isWithin(each, bounds))) return value;
    throw this.wrong(name, `an array of whole numbers${describe(bounds)}`, value);
  }

  object(name: string): Fields | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (isObject(value)) return fieldsAt(value, `${this.path}${name}.`);
    throw this.wrong(name, "an object", value);
  }

  /** 400: a key has a value that it cannot have. */
  wrong(name: string, wanted: string, value: unknown) {
    return wrong(`${this.path}${name}`, wanted, value);
  }
}

/** @throws ApiError 400 when it is no object */
export function fieldsOf(value: unknown): Fields {
  if (!isObject(value))
    throw badRequest(
      `the body is ${kindOf(value)}: send a JSON object`,
      undefined,
      "invalid_value",
    );
  return fieldsAt(value, "");
}

/** @param path of the object in the request, with a dot behind it */
export function fieldsAt(value: object, path: string): Fields {
  return new Fields(new Map(Object.entries(value).filter(([, each]) => each !== null)), path);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isString(value: unknown): value is string {
  return typeof value === "string";
}

export function isIntegers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(Number.isSafeInteger);
}

/** 400: a key has a value that it cannot have. */
export function wrong(name: string, wanted: string, value: unknown) {
  return badRequest(`\`${name}\` is ${shown(value)}: give ${wanted}`, name, "invalid_value");
}

const MOST_SHOWN = 60;

/** A value as errors repeat it: its beginning, or its kind where it has parts. */
export function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) return kindOf(value);
  if (isRounded(value)) return `a number beyond ${Number.MAX_SAFE_INTEGER}`;
  const start = isString(value) ? value.slice(0, MOST_SHOWN + 1) : value;
  const text = JSON.stringify(start) ?? String(start);
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}…`;
}

/** Of such a number in JSON, the one that was sent is not known any more. */
function isRounded(value: unknown): boolean {
  return typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value === null) return "null";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function isWithin(value: number, { min, max, above }: Bounds): boolean {
  return (
    Number.isFinite(value) &&
    (min === undefined || value >= min) &&
    (max === undefined || value <= max) &&
    (above === undefined || value > above)
  );
}

function describe({ min, max, above }: Bounds): string {
  const parts = [
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(min === undefined ? [] : [`from ${min}`]),
    ...(max === undefined ? [] : [`to ${max}`]),
  ];
  return parts.length === 0 ? "" : ` ${parts.join(" ")}`;
}
