/** What makes a product's FP8 input in a layer, and quantises it on the way; `none`: it is there already. */
export type Maker = "norm" | "silu" | "attention" | "none";

/** A product of a layer on one GPU of its tensor parallelism. */
export interface LayerProduct {
  model: string;
  product: string;
  maker: Maker;
  /** Tokens. */
  m: number;
  /** Width of the output. */
  n: number;
  /** Width of the input. */
  k: number;
}

type Product = readonly [product: string, maker: Maker, n: number, k: number];

const LLAMA_3_8B: readonly Product[] = [
  ["qkv", "norm", 6144, 4096],
  ["o", "attention", 4096, 4096],
  ["gate-up", "norm", 28672, 4096],
  ["down", "silu", 4096, 14336],
];
/** Its other products are those of llama-3-8b. */
const QWEN3_8B: readonly Product[] = [
  ["gate-up", "norm", 24576, 4096],
  ["down", "silu", 4096, 12288],
];
const MIXTRAL_ATTENTION = LLAMA_3_8B.slice(0, 2);
const LLAMA_2_70B: readonly Product[] = [
  ["qkv", "norm", 10240, 8192],
  ["o", "attention", 8192, 8192],
  ["gate-up", "norm", 57344, 8192],
  ["down", "silu", 8192, 28672],
];
const LLAMA_2_70B_OF_TWO: readonly Product[] = [
  ["qkv", "norm", 5120, 8192],
  ["o", "attention", 8192, 4096],
  ["gate-up", "norm", 28672, 8192],
  ["down", "silu", 8192, 14336],
];

/** 20 products of built-in models, at batches that plans have. */
export const LAYER_PRODUCTS: readonly LayerProduct[] = [
  ...at(1024, "llama-3-8b", LLAMA_3_8B),
  ...at(2048, "llama-3-8b", LLAMA_3_8B),
  ...at(3072, "qwen3-8b", QWEN3_8B),
  ...at(1536, "mixtral-8x7b", MIXTRAL_ATTENTION),
  ...at(1024, "llama-2-70b, TP 1", LLAMA_2_70B),
  ...at(4096, "llama-2-70b, TP 2", LLAMA_2_70B_OF_TWO),
];

function at(m: number, model: string, products: readonly Product[]): LayerProduct[] {
  return products.map(([product, maker, n, k]) => ({ model, product, maker, m, n, k }));
}
