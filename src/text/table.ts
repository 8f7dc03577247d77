import Table from "cli-table3";

export interface Column {
  title: string;
  align?: "left" | "right";
}

const NO_LINES = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
} as const;

/** Columns aligned by spaces, without lines, so that other tools can cut the output. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const table = new Table({
    head: columns.map(({ title }) => title),
    colAligns: columns.map(({ align }) => align ?? "left"),
    chars: NO_LINES,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  table.push(...rows.map((row) => [...row]));
  return trimLines(table.toString());
}

/**
 * Labels and values, one pair a line, the values in one column.
 *
 * @param width characters of a line; longer values go on in their column
 */
export function renderPairs(
  pairs: readonly (readonly [label: string, value: string])[],
  width = Number.POSITIVE_INFINITY,
): string {
  const indent = Math.max(...pairs.map(([label]) => label.length)) + 2;
  const lines = pairs.flatMap(([label, value]) =>
    wrapWords(value, width - indent).map(
      (line, index) => `${(index === 0 ? label : "").padEnd(indent)}${line}`,
    ),
  );
  return trimLines(lines.join("\n"));
}

/** Text in lines of up to so many characters, broken between words. */
export function wrapWords(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function trimLines(text: string): string {
  return text.replaceAll(/[ \t]+$/gm, "");
}
