/**
 * Writes the tables of docs/models.md between their marks, from the tables that the reader of
 * configurations works by.
 * With `--check`, writes nothing and exits 1 when the page is stale or has lost its marks.
 */
import { CHANGES } from "../../src/model/config-keys.ts";
import { FAMILIES, type FamilyRules } from "../../src/model/families.ts";
import { QUANTISATION_MARKS, QUANTISATION_SIDECARS } from "../../src/model/quantisation.ts";
import { QUANTISED_TENSORS } from "../../src/model/quantised-weights.ts";
import { markdownTable } from "./markdown-table.ts";
import { refreshTables } from "./marked-tables.ts";

const LAYERS: Readonly<Record<FamilyRules["window"]["layers"], string>> = {
  never: "none",
  all: "all",
  upper: "from `max_window_layers` on",
  "even below": "even ones below `max_window_layers`",
};

const QKV_BIAS: Readonly<Record<FamilyRules["qkvBias"], string>> = {
  always: "always",
  never: "never",
  "by key": "`qkv_bias`, default true",
};

const TABLES: Readonly<Record<string, string[]>> = {
  defaults: markdownTable(["key", ...Object.keys(FAMILIES)], defaults()),
  changes: markdownTable(
    ["keys", "accepted with", "else refused, since models are planned without"],
    CHANGES.map(({ keys, neutral = [], what }) => [
      codes(keys),
      [
        "null, false",
        ...neutral.map((value) => (typeof value === "string" ? `"${value}"` : String(value))),
      ].join(", "),
      what,
    ]),
  ),
  marks: markdownTable(
    ["mark", "where", "written by"],
    [
      ...Object.entries(QUANTISATION_MARKS).map(([key, by]) => [`\`${key}\``, "key", by]),
      ...Object.entries(QUANTISATION_SIDECARS).map(([name, by]) => [`\`${name}\``, "file", by]),
      ...Object.entries(QUANTISED_TENSORS).map(([end, by]) => [`\`*.${end}\``, "tensor", by]),
      ["`*.gguf` alone", "file", "llama.cpp"],
    ],
  ),
};

refreshTables("docs/models.md", TABLES);

function defaults(): string[][] {
  const columns = Object.values(FAMILIES).map(columnOf);
  return Object.keys(columns[0] ?? {}).map((key) => [
    key,
    ...columns.map((column) => column[key] ?? ""),
  ]);
}

function columnOf(rules: FamilyRules): Record<string, string> {
  const { window } = rules;
  return {
    "`num_key_value_heads`": String(rules.kvHeads),
    "null as `num_key_value_heads`": rules.kvHeadsMayBeNull ? "query heads" : "refused",
    "`head_dim`": rules.headSize?.toString() ?? "hidden size / query heads",
    "`max_position_embeddings`": String(rules.positions),
    "`rope_theta`": String(rules.rotaryBase),
    "`rms_norm_eps`": rules.normEpsilon.toExponential(),
    "`use_sliding_window`": window.hasSwitch ? "false" : "not read",
    "`sliding_window`": window.layers === "never" ? "not read" : String(window.missing),
    "layers with a window": LAYERS[window.layers],
    "`layer_types`": window.readsLayerTypes ? "decides" : "not read",
    "bias of query, key and value": QKV_BIAS[rules.qkvBias],
    "norm of query and key": rules.qkNorm ? "always" : "never",
  };
}

function codes(keys: readonly string[]): string {
  return keys.map((key) => `\`${key}\``).join(", ");
}
