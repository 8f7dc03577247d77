import { readFileSync, writeFileSync } from "node:fs";

/**
 * Writes tables between their marks on a page. With `--check`, writes nothing and ends with exit code
 * 1 when the page is stale.
 *
 * @param page relative to the repository's root
 * @param tables lines by mark
 */
export function refreshTables(page: string, tables: Readonly<Record<string, string[]>>): void {
  const path = new URL(`../../${page}`, import.meta.url);
  const text = readFileSync(path, "utf8");
  const fresh = Object.entries(tables).reduce(
    (all, [name, table]) => withTable(page, all, name, table),
    text,
  );
  if (!process.argv.includes("--check")) {
    writeFileSync(path, fresh);
  } else if (fresh !== text) {
    console.error(`${page} is stale; run \`npm run docs\`.`);
    process.exitCode = 1;
  }
}

function withTable(page: string, all: string, name: string, table: readonly string[]): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const [from, to] = [all.indexOf(start), all.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no marks for "${name}"`);
  return `${all.slice(0, from + start.length)}\n\n${table.join("\n")}\n\n${all.slice(to)}`;
}
