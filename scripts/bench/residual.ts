/**
 * Times the residual addition where it could be: in the norm behind a product, as plans have it, or in the product's
 * epilogue, with a norm that adds nothing. And a gate-up product with and without SiLU-multiply behind it, which bounds
 * what an epilogue with SiLU-multiply could save. Sides take turns under sustained load, for time and energy.
 *
 * Usage: npm run bench:residual [-- --device I] [--native PROGRAM] [--rounds N] [--seconds S] [--json]
 *
 * Exit codes: 0 done, 2 wrong usage, 5 no GPU, or native-profiler cannot be built.
 */
import { parseArgs } from "node:util";
import { NativeServer } from "../../src/campaign/session/server.ts";
import { buildNativeProfiler } from "../../src/native/build.ts";
import { GPU_OPTIONS, note, requireCount, requireDevice, runBenchmark } from "./benchmark.ts";
import { FP8_OPERANDS, fastest, sustained, type TurnLength, turnOf } from "./fp8/own-sides.ts";
import { type Comparison, compare, comparisonTable } from "./fp8/report.ts";
import type { Side } from "./fp8/turns.ts";

const USAGE =
  "Usage: npm run bench:residual [-- --device I] [--native PROGRAM] [--rounds N] [--seconds S] [--json]";
const OPTIONS = {
  ...GPU_OPTIONS,
  rounds: { type: "string", default: "3" },
  seconds: { type: "string", default: "1" },
  json: { type: "boolean", default: false },
} as const;
const SETTLE_SECONDS = 0.4;
/** llama-3-8b's. */
const HIDDEN = 4096;
const INTERMEDIATE = 14336;
const TOKENS = [1024, 2048];
const FORMATS = [
  { format: "bf16", operands: "", output: "" },
  { format: "FP8", operands: FP8_OPERANDS, output: "output=fp8-e4m3 scaling=row" },
];

await runBenchmark(USAGE, readOptions, main);

function readOptions() {
  const { values } = parseArgs({ args: process.argv.slice(2), options: OPTIONS });
  requireDevice(values);
  requireCount("rounds", values.rounds, "rounds");
  if (!(Number(values.seconds) >= 0.1))
    throw new Error(`--seconds ${values.seconds} is no time from 0.1 on`);
  return values;
}

async function main(options: ReturnType<typeof readOptions>, signal: AbortSignal): Promise<void> {
  const binary = options.native ?? (await buildNativeProfiler({ env: process.env, signal, note }));
  const devices = [Number(options.device)];
  const { server, hello } = await NativeServer.start({ binary, devices, signal });
  try {
    const length = { settleSeconds: SETTLE_SECONDS, seconds: Number(options.seconds) };
    const run = (jobs: readonly Job[]) => compareAll(server, jobs, length, Number(options.rounds));
    const residual = await run(TOKENS.flatMap(residualJobs));
    const silu = await run(TOKENS.flatMap(siluJobs));
    const { gpu, uuid, powerLimitW, driverVersion, cublasLtVersion } = hello;
    const setting = { gpu, uuid, powerLimitW, driverVersion, cublasLtVersion, ...length };
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ ...setting, residual, silu }, null, 2)}\n`
        : [
            `${gpu}, ${powerLimitW} W, driver ${driverVersion}, cuBLASLt ${cublasLtVersion}`,
            ...["", comparisonTable("residual", residual)],
            ...["", comparisonTable("activation", silu), ""],
          ].join("\n"),
    );
  } finally {
    await server.close();
  }
}

interface Product {
  m: number;
  n: number;
  k: number;
}

/** Two ways to do a thing: words of the operations behind, or in, one product. */
interface Job {
  name: string;
  product: Product;
  operands: string;
  ways: readonly [Way, Way];
}

interface Way {
  name: string;
  epilogue: string;
  behind: readonly string[];
}

function residualJobs(m: number): Job[] {
  const products = [
    ["o", HIDDEN],
    ["down", INTERMEDIATE],
  ] as const;
  return FORMATS.flatMap(({ format, operands, output }) =>
    products.map(([name, k]): Job => {
      const norm = (add: number) => [
        `op=rms_norm tokens=${m} hidden=${HIDDEN} add=${add} ${output}`,
      ];
      return {
        name: `${format} ${name}, ${m} rows`,
        product: { m, n: HIDDEN, k },
        operands,
        ways: [
          { name: "in the product", epilogue: "epilogue=residual-add", behind: norm(0) },
          { name: "in the norm", epilogue: "", behind: norm(1) },
        ],
      };
    }),
  );
}

function siluJobs(m: number): Job[] {
  return FORMATS.map(({ format, operands, output }) => ({
    name: `${format} gate-up, ${m} rows`,
    product: { m, n: 2 * INTERMEDIATE, k: HIDDEN },
    operands,
    ways: [
      { name: "product alone", epilogue: "", behind: [] },
      {
        name: "with SiLU-multiply",
        epilogue: "",
        behind: [`op=silu_mul tokens=${m} width=${INTERMEDIATE} ${output}`],
      },
    ],
  }));
}

async function compareAll(
  server: NativeServer,
  jobs: readonly Job[],
  length: TurnLength,
  rounds: number,
): Promise<Comparison[]> {
  const comparisons = [];
  for (const { name, product, operands, ways } of jobs) {
    const side = async ({ name: way, epilogue, behind }: Way): Promise<Side> => {
      const options = `${operands} ${epilogue}`.trim();
      const implementation = await fastest(server, product, options);
      const { m, n, k } = product;
      const gemm = `op=gemm m=${m} n=${n} k=${k} ${options} impl=${implementation}`;
      const job = sustained([gemm, ...behind], length);
      return { name: way, implementation, turn: () => turnOf(server, job) };
    };
    const sides = async () => [await side(ways[0]), await side(ways[1])] as const;
    comparisons.push(await compare(name, sides, rounds));
  }
  return comparisons;
}
