import type { FileKind } from "../../files/file-kinds.ts";

/** A rule of a drawn table, such as `----+----` of psql, `+---+---+` of MySQL or `|---|:-:|` of Markdown. */
const RULE = /^[ |+]*:?-{2,}[-+|: ]*$/;

const DRAWN: FileKind = {
  name: "a table drawn for reading",
  remedy:
    "Export it as CSV: `psql --csv`, or `mysql --batch` for tabs. A Markdown table needs its rules and outer bars removed.",
};

const SPACED: FileKind = {
  name: "a table whose cells are separated by spaces",
  remedy:
    "Write it with commas: `write.csv(t, file, row.names = FALSE)` in R, `to_csv(file, index=False)` in pandas.",
};

const YAML: FileKind = {
  name: "YAML",
  remedy: "Write it as JSON: `yq -o json` does.",
};

const SEQUENCE: FileKind = {
  name: "a JSON text sequence, with a separator before each value",
  remedy: "Remove the separators: `tr -d '\\036'`.",
};

/** What a text is by its first lines, when it holds values but is no CSV. */
export function foreignTable(text: string): FileKind | undefined {
  const lines = text
    .split(/[\r\n]+/, 8)
    .filter((line) => line.trim() !== "" && !line.startsWith("#"));
  if (text.startsWith("\u001e")) return SEQUENCE;
  if (lines.slice(0, 2).some((line) => /^(---$|- [\w"']+: )/.test(line))) return YAML;
  if (lines.slice(0, 3).some((line) => RULE.test(line))) return DRAWN;
  const [header, row] = lines.map(spacedCells);
  if (header === undefined || row === undefined || header.length < 2) return undefined;
  if (!header.every((name) => COLUMN_NAME.test(name))) return undefined;
  const isWide = row.length === header.length || row.length === header.length + 1;
  return isWide && row.some((cell) => /^\d+$/.test(cell)) ? SPACED : undefined;
}

const COLUMN_NAME = /^"?[A-Za-z_][\w.%()/-]*"?$/;

/** Cells of a line without any delimiter of CSV; none with one. */
function spacedCells(line: string): string[] {
  return /[,;\t|]/.test(line) ? [] : line.trim().split(/ +/);
}
