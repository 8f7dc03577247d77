import type { Variant } from "../generated/profile.ts";
import type { OpGraph } from "../ir/op-graph.ts";

/** The rows that a step appends to the KV cache; each layer has its own. */
export const KV = "kv";
/** The residual stream, to which every norm adds. */
export const RESIDUAL = "residual";

/** A tensor that an operation's kernel reads or writes. */
export interface Operand {
  /** Field of the kernel's parameters (native-kernels). */
  operand: string;
  tensor: string;
  use: "read" | "write" | "update";
  /** Layers back to the layer that wrote what is read; 0 when left out. */
  distance?: 1;
  /** Reads the rows of all earlier tokens too. */
  earlier?: true;
}

/**
 * What the kernel of each operation of a layer reads and writes, weights aside.
 *
 * Written down apart from the dependences of the layer, so that the race check of a program tests
 * them. A tensor has the name of the operation that writes it, except that both kinds of attention
 * write `attention` and that the router writes several. Rotary embedding turns the queries inside
 * the output of `qkv_proj`.
 *
 * @returns by operation; the layer may lack some of them
 */
export function layerOperands({ operations }: OpGraph): ReadonlyMap<string, readonly Operand[]> {
  const names = new Set(operations.map(({ name }) => name));
  const isFused = startsNormalised({ operations });
  const attentionOutput = names.has("attention_all_reduce") ? "attention_all_reduce" : "o_proj";
  const output = layerOutput({ operations });
  const lastLayers = { ...read("input", output), distance: 1 } as const;
  const mlpInput = isFused ? "attention_all_reduce" : "mlp_norm";
  const mlp = names.has("router") ? expertOperands(names, mlpInput) : denseOperands(mlpInput);
  const sum = (input: string, output: string) =>
    isFused ? norm(read("input", input), output) : [read("input", input), write("output", output)];
  const attended = names.has("attention_quantise") ? "attention_quantise" : "attention";
  const operands = new Map<string, readonly Operand[]>([
    ["attention_norm", norm(lastLayers, "attention_norm")],
    [
      "qkv_proj",
      [isFused ? lastLayers : read("input", "attention_norm"), write("output", "qkv_proj")],
    ],
    ["rope_kv_append", [update("qkv", "qkv_proj"), write("cache", KV)]],
    ["decode_attention", attention(read("cache", KV))],
    ["prefill_attention", attention({ ...read("cache", KV), earlier: true })],
    ["attention_quantise", [read("input", "attention"), write("output", "attention_quantise")]],
    ["o_proj", [read("input", attended), write("output", "o_proj")]],
    ["attention_all_reduce", sum("o_proj", "attention_all_reduce")],
    ["mlp_norm", norm(read("input", attentionOutput), "mlp_norm")],
    ...mlp,
    ["mlp_all_reduce", sum(names.has("router") ? "moe_combine" : "down_proj", "mlp_all_reduce")],
  ]);
  const variants = new Map(operations.map(({ name, kernel }) => [name, kernel.variant ?? {}]));
  return new Map([...operands].map(([name, own]) => [name, withScales(own, variants.get(name))]));
}

/** The scales of what a kernel takes or gives quantised, which lie in a tensor of their own. */
function withScales(
  own: readonly Operand[],
  { operands, output }: Variant = {},
): readonly Operand[] {
  const scalesOf = (name: string) =>
    own
      .filter(({ operand }) => operand === name)
      .map((each) => ({ ...each, operand: `${name}Scales`, tensor: scalesName(each.tensor) }));
  return [
    ...own,
    ...(operands === undefined ? [] : scalesOf("input")),
    ...(output === undefined ? [] : scalesOf("output")),
  ];
}

/** The tensor of a quantised tensor's scales. */
export function scalesName(tensor: string): string {
  return `${tensor}_scales`;
}

/** Whether a layer's first product reads what the layer before it, or the embedding, left normalised. */
export function startsNormalised({ operations }: Pick<OpGraph, "operations">): boolean {
  return operations.some(({ kernel }) => kernel.kind === "all_reduce_norm");
}

/** The tensor that goes to the next layer, beside the residual stream. */
export function layerOutput({ operations }: Pick<OpGraph, "operations">): string {
  const candidates = ["mlp_all_reduce", "moe_combine", "down_proj"];
  const names = operations.map(({ name }) => name);
  return candidates.find((candidate) => names.includes(candidate)) ?? "";
}

function denseOperands(input: string): [string, readonly Operand[]][] {
  return [
    ["gate_up_proj", [read("input", input), write("output", "gate_up_proj")]],
    ["silu_mul", [read("gateUp", "gate_up_proj"), write("output", "silu_mul")]],
    ["down_proj", [read("input", "silu_mul"), write("output", "down_proj")]],
  ];
}

function expertOperands(names: ReadonlySet<string>, input: string): [string, readonly Operand[]][] {
  const isShared = names.has("shared_down_proj");
  const offsets = read("expertOffsets", "router_offsets");
  return [
    ["shared_gate_up_proj", [read("input", input), write("output", "shared_gate_up_proj")]],
    [
      "shared_silu_mul",
      [read("gateUp", "shared_gate_up_proj"), write("output", "shared_silu_mul")],
    ],
    ["shared_down_proj", [read("input", "shared_silu_mul"), write("output", "shared_down_proj")]],
    [
      "router",
      [
        read("input", input),
        write("experts", "router_experts"),
        write("expertWeights", "router_weights"),
        write("expertOffsets", "router_offsets"),
        write("expertRows", "router_rows"),
        write("sourceRows", "router_sources"),
        ...(isShared ? [write("sharedGate", "router_shared_gate")] : []),
      ],
    ],
    [
      "moe_permute",
      [
        read("input", input),
        read("sourceRows", "router_sources"),
        read("expertRows", "router_rows"),
        write("output", "moe_permute"),
      ],
    ],
    ["moe_gate_up", [read("input", "moe_permute"), offsets, write("output", "moe_gate_up")]],
    ["moe_silu_mul", [read("gateUp", "moe_gate_up"), write("output", "moe_silu_mul")]],
    ["moe_down", [read("input", "moe_silu_mul"), offsets, write("output", "moe_down")]],
    [
      "moe_combine",
      [
        read("input", "moe_down"),
        read("weights", "router_weights"),
        read("expertRows", "router_rows"),
        ...(isShared
          ? [read("shared", "shared_down_proj"), read("sharedGate", "router_shared_gate")]
          : []),
        write("output", "moe_combine"),
      ],
    ],
  ];
}

function norm(input: Operand, output: string): Operand[] {
  return [input, update("residual", RESIDUAL), write("output", output)];
}

function attention(cache: Operand): Operand[] {
  return [read("query", "qkv_proj"), cache, write("output", "attention")];
}

function read(operand: string, tensor: string): Operand {
  return { operand, tensor, use: "read" };
}

function write(operand: string, tensor: string): Operand {
  return { operand, tensor, use: "write" };
}

function update(operand: string, tensor: string): Operand {
  return { operand, tensor, use: "update" };
}
