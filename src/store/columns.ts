/**
 * Rows of measurements as columns: `{ "tokens": [64, 128], "us": [2.8, 3.5], "samples": 5 }`. A value
 * that all rows share stands once. So a table is short, and other programs read it by name.
 */
type Value = number | string;
export type Table = Readonly<Record<string, Value | readonly Value[] | undefined>>;

/** How a table's columns follow each other in a row. */
export interface Columns {
  names: readonly string[];
  /** Always a list, so that it tells the number of rows. */
  counting: string;
}

/** Spreads are small: in millionths they take fewer digits. */
const MILLIONTHS = "spreadPpm";
/** More than any figure has, and few enough that a product and its quotient round to the same. */
const DIGITS = 12;

/** A column of a table without rows is an empty list. */
export function tableOf(rows: readonly (readonly Value[])[], { names, counting }: Columns): Table {
  const columns = names.map((name, at) => {
    const values = rows.map((row) => packed(name, row[at] as Value));
    const [first] = values;
    const shared = name !== counting && first !== undefined && values.every((one) => one === first);
    return [name, shared ? first : values];
  });
  return Object.fromEntries(columns);
}

/**
 * The reverse of {@link tableOf}.
 *
 * @returns undefined when a column is shorter or longer than the others, with its name
 */
export function rowsOf(
  table: Table,
  { names, counting }: Columns,
): { rows: Value[][] } | { unequal: string } {
  const counted = table[counting];
  const count = Array.isArray(counted) ? counted.length : 1;
  const columns: (readonly Value[])[] = [];
  for (const name of names) {
    const column = table[name] as Value | readonly Value[];
    if (typeof column !== "object") {
      columns.push(new Array<Value>(count).fill(unpacked(name, column)));
      continue;
    }
    if (column.length !== count) return { unequal: name };
    columns.push(name === MILLIONTHS ? column.map((value) => unpacked(name, value)) : column);
  }
  const rows = Array.from({ length: count }, (_, at) =>
    columns.map((column) => column[at] as Value),
  );
  return { rows };
}

function packed(name: string, value: Value): Value {
  return name === MILLIONTHS ? Number((Number(value) * 1e6).toPrecision(DIGITS)) : value;
}

function unpacked(name: string, value: Value): Value {
  return name === MILLIONTHS ? Number((Number(value) / 1e6).toPrecision(DIGITS)) : value;
}
