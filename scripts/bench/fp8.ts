/**
 * Times FP8 products of layers with what makes and quantises their inputs, beside PyTorch: the same norm or activation,
 * compiled with the quantisation that torch._scaled_mm needs, and that product. Both take turns on one GPU, in processes
 * of their own, under sustained load; both run as CUDA graphs on random data beyond the L2.
 *
 * Needs python3 with PyTorch. Prints a table, with --json one document; after an interruption, of what was measured. It
 * takes about five minutes. --alone leaves out what makes the inputs; --products N takes the first N products.
 *
 * Usage: npm run bench:fp8 [-- --device I] [--native PROGRAM] [--torch PROGRAM] [--rounds N] [--seconds S] [--products N] [--alone] [--json]
 *
 * Exit codes: 0 done, 2 wrong usage, 5 no GPU, no PyTorch, or native-profiler cannot be built.
 */
import { parseArgs } from "node:util";
import { NativeServer } from "../../src/campaign/session/server.ts";
import { buildNativeProfiler } from "../../src/native/build.ts";
import { GPU_OPTIONS, note, requireCount, requireDevice, runBenchmark } from "./benchmark.ts";
import { ownSide } from "./fp8/own-sides.ts";
import { type Comparison, compare, comparisonTable } from "./fp8/report.ts";
import { LAYER_PRODUCTS, type LayerProduct } from "./fp8/shapes.ts";
import { type TorchProduct, TorchServer } from "./fp8/torch-sides.ts";

const USAGE =
  "Usage: npm run bench:fp8 [-- --device I] [--native PROGRAM] [--torch PROGRAM] [--rounds N] [--seconds S] [--products N] [--alone] [--json]";
const OPTIONS = {
  ...GPU_OPTIONS,
  torch: { type: "string" },
  rounds: { type: "string", default: "3" },
  seconds: { type: "string", default: "0.6" },
  products: { type: "string", default: String(LAYER_PRODUCTS.length) },
  alone: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;
const SETTLE_SECONDS = 0.4;

await runBenchmark(USAGE, readOptions, main);

function readOptions() {
  const { values } = parseArgs({ args: process.argv.slice(2), options: OPTIONS });
  requireDevice(values);
  requireCount("rounds", values.rounds, "rounds");
  requireCount("products", values.products, "products");
  if (!(Number(values.seconds) >= 0.1))
    throw new Error(`--seconds ${values.seconds} is no time from 0.1 on`);
  return values;
}

async function main(options: ReturnType<typeof readOptions>, signal: AbortSignal): Promise<void> {
  const device = Number(options.device);
  // PyTorch compiles while the profiler is built.
  const torch = await TorchServer.start(device, signal, options.torch);
  try {
    const products = productsOf(options);
    const [prepared, binary] = await Promise.all([
      prepare(torch, products),
      options.native ?? buildNativeProfiler({ env: process.env, signal, note }),
    ]);
    const { server, hello } = await NativeServer.start({ binary, devices: [device], signal });
    const length = { settleSeconds: SETTLE_SECONDS, seconds: Number(options.seconds) };
    const results: Result[] = [];
    try {
      for (const [index, product] of products.entries()) {
        const made = prepared[index];
        const sides = async () => {
          if (made instanceof Error) throw made;
          return [await ownSide(server, product, length), torch.side(product, length)] as const;
        };
        const comparison = await compare(nameOf(product), sides, Number(options.rounds));
        const theirs = made instanceof Error ? undefined : made;
        results.push({ ...product, torch: theirs, ...comparison });
      }
    } finally {
      await server.close();
      // After an interruption, what there is.
      const { gpu, uuid, powerLimitW, driverVersion, cublasLtVersion } = hello;
      const setting = { gpu, uuid, powerLimitW, driverVersion, cublasLtVersion };
      const document = { ...setting, torchVersion: torch.version, ...length, products: results };
      if (results.length > 0)
        process.stdout.write(
          options.json ? `${JSON.stringify(document, null, 2)}\n` : text(document),
        );
    }
  } finally {
    await torch.close();
  }
}

function productsOf({ products, alone }: ReturnType<typeof readOptions>): LayerProduct[] {
  const first = LAYER_PRODUCTS.slice(0, Number(products));
  return alone ? first.map((product) => ({ ...product, maker: "none" })) : first;
}

/** A product's row, and what PyTorch made of it. */
type Result = LayerProduct & Comparison & { torch?: TorchProduct | undefined };

/** What PyTorch made of the products, or why it made nothing of one. */
async function prepare(torch: TorchServer, products: readonly LayerProduct[]) {
  const prepared = [];
  for (const product of products) {
    note(`PyTorch: ${nameOf(product)}`);
    prepared.push(await torch.prepare(product).catch((error: Error) => error));
  }
  return prepared;
}

function nameOf({ model, product, m }: LayerProduct): string {
  return `${model} ${product}, ${m} rows`;
}

function compiledText(results: readonly Result[]): string {
  const eager = results.filter(({ torch }) => torch?.compiled === false).length;
  if (eager === 0)
    return "PyTorch's norms, activations and quantisation are compiled by torch.compile";
  return `PyTorch runs norm, activation and quantisation of ${eager} products eagerly: torch.compile failed`;
}

interface Document {
  gpu: string;
  powerLimitW: number | null;
  driverVersion: string;
  cublasLtVersion: string;
  torchVersion: string;
  products: readonly Result[];
}

function text({ products, ...setting }: Document): string {
  const { gpu, powerLimitW, driverVersion, cublasLtVersion, torchVersion } = setting;
  return [
    `${gpu}, ${powerLimitW} W, driver ${driverVersion}, cuBLASLt ${cublasLtVersion}, PyTorch ${torchVersion}`,
    ...[compiledText(products), "", comparisonTable("product", products), ""],
  ].join("\n");
}
