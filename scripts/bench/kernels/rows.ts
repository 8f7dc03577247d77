/** What the kernel benchmark measures. */
export type BenchmarkRow = SoloRow | SweepRow;

/** Solo jobs, of which the fastest counts. */
export interface SoloRow extends RowBase {
  lines: readonly string[];
  /** Of short operations: copies that move as many bytes. */
  copies?: readonly string[];
}

/** A sweep, which gives cuBLAS's default and the fastest implementation. */
export interface SweepRow extends RowBase {
  line: string;
}

interface RowBase {
  /** For the reader, like `size` and `part`. */
  operation: string;
  size: string;
  part: string;
  /** Of one call: bytes that must move, or floating-point operations. */
  work: { bytes: number } | { flops: number };
}

/** Keys and values of a job. */
type Fields = Readonly<Record<string, string | number>>;
/** Of a layer's product, with n and k. */
type NamedGemm = readonly [name: string, n: number, k: number];

/** Decode attention, with heads on one GPU and tokens of context per request. */
interface DecodeShape {
  requests: number;
  context: number;
  qheads?: number;
  kvheads?: number;
  head?: number;
  page?: number;
}

const BF16 = 2;
const WHOLE = "whole";
const LLAMA = { qheads: 32, kvheads: 8 };

/** Fields as the words of a job; those of one side of a pair begin with its letter. */
export const words = (fields: Fields, prefix = "") =>
  Object.entries(fields)
    .map(([key, value]) => `${prefix}${key}=${value}`)
    .join(" ");

function solo(
  fields: Fields,
  part: string,
  implementations: readonly (string | undefined)[] = [undefined],
): string[] {
  return implementations.map((impl) =>
    ["solo", words(fields), `part=${part}`, ...(impl === undefined ? [] : [`impl=${impl}`])].join(
      " ",
    ),
  );
}

/** Names of decode attention's implementations: CTAs per SM. */
export const DECODE_IMPLEMENTATIONS = ["bulk.c1", "bulk.c2"] as const;

export function decodeFields({ requests, context, head = 128, page = 16, ...heads }: DecodeShape) {
  return { op: "decode_attention", ...LLAMA, ...heads, head, page, requests, context };
}

/** Keys and values once, queries and outputs. */
function decodeBytes({
  qheads,
  kvheads,
  head,
  requests,
  context,
}: Required<Omit<DecodeShape, "page">>): number {
  return BF16 * 2 * requests * head * (context * kvheads + qheads);
}

function decode(shape: DecodeShape, part = WHOLE): SoloRow {
  const fields = decodeFields(shape);
  const { qheads, kvheads, head, page, requests, context } = fields;
  return {
    operation: "decode_attention",
    size: `${requests} x ${context}, ${qheads}/${kvheads} heads of ${head}, page ${page}`,
    part,
    work: { bytes: decodeBytes(fields) },
    lines: solo(fields, part, DECODE_IMPLEMENTATIONS),
  };
}

function decodeRows(): SoloRow[] {
  const batches = [256, 512, 640].flatMap((requests) =>
    [1024, 2048].map((context) => ({ requests, context })),
  );
  const heads = [128, 64];
  const groups = [
    { qheads: 8, kvheads: 8 },
    { qheads: 16, kvheads: 8, head: 64 },
    { qheads: 64, kvheads: 8 },
  ];
  const long = [1, 4, 16].map((requests) => ({ requests, context: 131072 / requests }));
  const base = { requests: 256, context: 1024 };
  return [
    ...heads.flatMap((head) => batches.map((batch) => decode({ ...batch, head }))),
    ...groups.map((group) => decode({ ...base, ...group })),
    ...heads.map((head) => decode({ ...base, head, page: 64 })),
    ...heads.flatMap((head) => long.map((batch) => decode({ ...batch, head }))),
    ...[16, 24, 32].flatMap((sms) =>
      heads.map((head) => decode({ ...base, head }, `group:${sms}`)),
    ),
  ];
}

/** Two products of half the square, for each query head. */
function prefillRow(tokens: number): SoloRow {
  const head = 128;
  const fields = {
    op: "prefill_attention",
    ...LLAMA,
    head,
    page: 16,
    tokens,
    context: 0,
    chunk: tokens,
  };
  return {
    operation: "prefill_attention",
    size: `${tokens} tokens, causal, ${LLAMA.qheads}/${LLAMA.kvheads} heads of ${head}`,
    part: WHOLE,
    work: { flops: 2 * 2 * LLAMA.qheads * head * ((tokens * (tokens + 1)) / 2) },
    lines: solo(fields, WHOLE),
  };
}

/** Products of a layer, tensor parallelism 1. */
export const LLAMA_GEMMS: readonly NamedGemm[] = [
  ["qkv", 6144, 4096],
  ["o", 4096, 4096],
  ["gate_up", 28672, 4096],
  ["down", 4096, 14336],
];
const MIXTRAL_EXPERTS: readonly NamedGemm[] = [
  ["gate_up", 28672, 4096],
  ["down", 4096, 14336],
];
const QWEN_EXPERTS: readonly NamedGemm[] = [
  ["gate_up", 1536, 2048],
  ["down", 2048, 768],
];

/** A sweep over the implementations of a product of matrices, m x k and k x n. */
export function gemmLine(
  { m, n, k }: { m: number; n: number; k: number },
  part: string,
  top: number,
): string {
  return `sweep ${words({ op: "gemm", m, n, k })} part=${part} top=${top}`;
}

function gemmRow(model: string, [name, n, k]: NamedGemm, m: number): SweepRow {
  return {
    operation: "gemm",
    size: `${model} ${name}, ${m} x ${n} x ${k}`,
    part: WHOLE,
    work: { flops: 2 * m * n * k },
    line: gemmLine({ m, n, k }, WHOLE, 3),
  };
}

function expertsRow(
  model: string,
  [name, n, k]: NamedGemm,
  m: number,
  { experts, topk, routing }: { experts: number; topk: number; routing: string },
): SweepRow {
  const fields = { op: "grouped_gemm", m, n, k, experts, topk, routing };
  return {
    operation: "grouped_gemm",
    size: `${model} ${name}, ${m} tokens, ${topk} of ${experts}, ${routing}`,
    part: WHOLE,
    work: { flops: 2 * m * topk * n * k },
    line: `sweep ${words(fields)} part=${WHOLE} top=3`,
  };
}

function productRows(): SweepRow[] {
  const tokens = [512, 1024, 2048];
  // The dense products of mixtral-8x7b are those of llama-3-8b.
  const dense = LLAMA_GEMMS.flatMap((gemm) => tokens.map((m) => gemmRow("llama-3-8b", gemm, m)));
  const head = [1024].map((m) => gemmRow("llama-3-8b", ["lm_head", 128256, 4096], m));
  const experts = ["even", "random"].flatMap((routing) =>
    [1024, 2048].flatMap((m) => [
      ...MIXTRAL_EXPERTS.map((gemm) =>
        expertsRow("mixtral-8x7b", gemm, m, { experts: 8, topk: 2, routing }),
      ),
      ...QWEN_EXPERTS.map((gemm) =>
        expertsRow("qwen3-30b-a3b", gemm, m, { experts: 128, topk: 8, routing }),
      ),
    ]),
  );
  return [...dense, ...head, ...experts];
}

function small(
  operation: string,
  fields: Fields,
  bytes: number,
  { part = WHOLE, impl }: { part?: string; impl?: string } = {},
): SoloRow {
  return {
    operation,
    size: Object.entries(fields)
      .map(([key, value]) => `${key} ${value}`)
      .join(", "),
    part,
    work: { bytes },
    lines: solo({ op: operation, ...fields }, part, [impl]),
    copies: copyLines(bytes, part),
  };
}

/**
 * Copies that read half of `bytes` and write the other half: as the driver makes them, and by a
 * kernel on all SMs.
 */
function copyLines(bytes: number, part: string): string[] {
  return solo({ op: "copy", size: bytes / 2 }, part, ["memcpy", "kernel"]);
}

function smallRows(part = WHOLE): SoloRow[] {
  const tokens = 2048;
  const row = (operation: string, fields: Fields, bytes: number) =>
    small(operation, { ...fields, tokens }, bytes, { part });
  const rows = (count: number, width: number) => BF16 * count * width;
  const heads = LLAMA.qheads + 2 * LLAMA.kvheads;
  return [
    // Input and residual are read, residual and output written.
    ...[4096, 5120, 8192].map((hidden) => row("rms_norm", { hidden }, 4 * rows(tokens, hidden))),
    row("rope_kv_append", { ...LLAMA, head: 128, page: 16 }, 2 * rows(tokens, heads * 128)),
    ...[14336, 7168, 3584].map((width) => row("silu_mul", { width }, 3 * rows(tokens, width))),
    ...[4096, 8192].map((hidden) =>
      row("embedding", { hidden, vocab: 128256 }, 2 * rows(tokens, hidden)),
    ),
    ...[
      { hidden: 4096, topk: 2 },
      { hidden: 2048, topk: 8 },
    ].flatMap(({ hidden, topk }) => [
      row("moe_permute", { hidden, topk }, (1 + topk) * rows(tokens, hidden)),
      row("moe_combine", { hidden, topk }, (1 + topk) * rows(tokens, hidden)),
    ]),
    ...[
      { hidden: 4096, experts: 8, topk: 2 },
      { hidden: 2048, experts: 128, topk: 8 },
    ].map((shape) => row("router", shape, rows(tokens + shape.experts, shape.hidden))),
  ];
}

function samplingRows(): SoloRow[] {
  const shape = { vocab: 128256, tokens: 256 };
  return ["greedy", "topp"].map((impl) =>
    small("sampling", shape, BF16 * shape.vocab * shape.tokens, { impl }),
  );
}

/** All rows, in the order in which they are measured. */
export function benchmarkRows(): BenchmarkRow[] {
  return [
    ...decodeRows(),
    prefillRow(4096),
    ...productRows(),
    ...smallRows(),
    ...smallRows("group:16"),
    ...samplingRows(),
  ];
}
