/** A value of the template's interpreter. */
export interface TemplateValue {
  readonly type: string;
  readonly value: unknown;
  toString(): string;
}

const QUOTED: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};
/** Characters that Python escapes when it shows a string: those that print nothing, but the space. */
const HIDDEN = /[\\\n\r\t]|(?! )[\p{C}\p{Z}]/gu;

/** What Python's `str` says of a value: templates are written for it. Undefined prints nothing. */
export function pythonText(value: TemplateValue): string {
  return value.type === "StringValue" ? `${value.value}` : shown(value);
}

/** What Python's `repr` says of a value. */
function shown({ type, value, ...rest }: TemplateValue): string {
  if (type === "UndefinedValue") return "";
  if (type === "NullValue") return "None";
  if (type === "BooleanValue") return value === true ? "True" : "False";
  if (type === "StringValue") return quoted(`${value}`);
  if (type === "FloatValue") return float(value as number);
  if (type === "ArrayValue" || type === "TupleValue") {
    const items = (value as TemplateValue[]).map(shown);
    if (type === "ArrayValue") return `[${items.join(", ")}]`;
    return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;
  }
  if (value instanceof Map) {
    const entries = [...(value as Map<string, TemplateValue>)];
    return `{${entries.map(([key, each]) => `${quoted(key)}: ${shown(each)}`).join(", ")}}`;
  }
  return `${value ?? rest}`;
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(HIDDEN, (character) => QUOTED[character] ?? codeOf(character));
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}

function codeOf(character: string): string {
  const code = (character.codePointAt(0) as number).toString(16);
  if (code.length <= 2) return `\\x${code.padStart(2, "0")}`;
  return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\U${code.padStart(8, "0")}`;
}

function float(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? value.toFixed(1) : `${value}`;
}
