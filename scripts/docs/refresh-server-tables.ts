/**
 * Writes the tables of docs/server.md between their marks, from the tables that the server works by.
 * With `--check`, writes nothing and exits 1 when the page is stale or has lost its marks.
 */
import { METRICS } from "../../src/server/metrics/metric-names.ts";
import {
  type KeyUse,
  REQUEST_KEYS,
  type RequestKey,
} from "../../src/server/protocol/request-keys.ts";
import { markdownTable } from "./markdown-table.ts";
import { refreshTables } from "./marked-tables.ts";

const ROUTES = { completions: "completions", chat: "chat" } as const;

const keysOf = (use: KeyUse) => REQUEST_KEYS.filter((key) => key.use === use);
const onOf = ({ on }: RequestKey) =>
  on.length === 2 ? "both" : on.map((route) => ROUTES[route]).join(", ");
const shown = (value: unknown) => `\`${JSON.stringify(value)}\``;

refreshTables("docs/server.md", {
  honoured: markdownTable(
    ["key", "on", "meaning"],
    keysOf("honoured").map((key) => [`\`${key.name}\``, onOf(key), key.what]),
  ),
  harmless: markdownTable(
    ["key", "on", "why nothing comes of it"],
    keysOf("harmless").map((key) => [`\`${key.name}\``, onOf(key), key.what]),
  ),
  refused: markdownTable(
    ["key", "on", "taken with", "why, and what to do"],
    keysOf("refused").map((key) => [
      `\`${key.name}\``,
      onOf(key),
      ["null", ...(key.neutral ?? []).map(shown)].join(", "),
      key.what,
    ]),
  ),
  metrics: markdownTable(
    ["metric", "kind", "labels", "what"],
    METRICS.map(([name, { kind, labels, help }]) => [
      `\`${name}\``,
      kind,
      labels.map((label) => `\`${label}\``).join(", "),
      help,
    ]),
  ),
});
