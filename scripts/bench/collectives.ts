/**
 * Times the collectives of tensor parallelism on the GPUs at hand: our all-reduce against NCCL's, the one with residual
 * and norm against the plain one, in turns; both beside products; and without a pause, for clock and power.
 *
 * Usage: npm run bench:collectives [-- --devices 0,1] [--tokens N] [--hidden N] [--rounds N] [--json] [--native PROGRAM]
 *
 * Exit codes: 0 done, 2 wrong usage, 5 no GPU, or native-profiler cannot be built.
 */
import { parseArgs } from "node:util";
import type { Hello } from "../../src/campaign/session/protocol.ts";
import { NativeServer } from "../../src/campaign/session/server.ts";
import { buildNativeProfiler } from "../../src/native/build.ts";
import { note, requireCount, runBenchmark } from "./benchmark.ts";
import {
  aloneContenders,
  type Beside,
  besideContenders,
  inBursts,
  sustained,
  type Tensor,
} from "./collectives/contenders.ts";
import {
  aloneTable,
  type BesideResult,
  besideTable,
  type SustainedResult,
  sustainedTable,
} from "./collectives/report.ts";
import { type Contender, inTurns } from "./collectives/rounds.ts";
import { ask } from "./kernels/measure.ts";

const USAGE =
  "Usage: npm run bench:collectives [-- --devices 0,1] [--tokens N] [--hidden N] [--rounds N] [--json] [--native PROGRAM]";
const OPTIONS = {
  devices: { type: "string", default: "0,1" },
  tokens: { type: "string", default: "1024" },
  hidden: { type: "string", default: "8192" },
  rounds: { type: "string", default: "5" },
  json: { type: "boolean", default: false },
  native: { type: "string" },
} as const;
/** SMs of the products in a split: the rest holds 8 or 16 CTAs of a collective. */
const GROUPS = [120, 112];

await runBenchmark(USAGE, readOptions, main);

function readOptions() {
  const { values } = parseArgs({ args: process.argv.slice(2), options: OPTIONS });
  for (const name of ["tokens", "hidden", "rounds"] as const)
    requireCount(name, values[name], name);
  if (!/^\d+(,\d+)+$/.test(values.devices))
    throw new Error(`--devices ${values.devices} is no list of two or more GPUs such as 0,1`);
  return values;
}

async function main(options: ReturnType<typeof readOptions>, signal: AbortSignal): Promise<void> {
  const binary = options.native ?? (await buildNativeProfiler({ env: process.env, signal, note }));
  const devices = options.devices.split(",").map(Number);
  const { server, hello } = await NativeServer.start({ binary, devices, signal });
  try {
    const tensor = { tokens: Number(options.tokens), hidden: Number(options.hidden) };
    const contenders = aloneContenders(tensor);
    note("alone, in turns");
    const alone = await inTurns(server, contenders.map(inBursts), Number(options.rounds));
    note("beside products");
    const beside = await besideProducts(server, hello, tensor);
    note("without a pause");
    const steady = await withoutPause(server, contenders);
    const { gpu, driverVersion, ncclVersion } = hello;
    const document = {
      gpu,
      gpus: devices.length,
      driverVersion,
      ncclVersion,
      ...tensor,
      alone,
      beside,
      steady,
    };
    process.stdout.write(
      options.json
        ? `${JSON.stringify(document, null, 2)}\n`
        : [
            `${devices.length} x ${gpu}, driver ${driverVersion}, NCCL ${ncclVersion ?? "none"}; ${tensor.tokens} x ${tensor.hidden} bf16`,
            ...["", aloneTable(alone), "", besideTable(beside), "", sustainedTable(steady), ""],
          ].join("\n"),
    );
  } finally {
    await server.close();
  }
}

async function besideProducts(
  server: NativeServer,
  { splits }: Hello,
  tensor: Tensor,
): Promise<BesideResult[]> {
  const groups = splits.filter(({ groupSms }) => GROUPS.includes(groupSms));
  const results: BesideResult[] = [];
  for (const each of besideContenders(tensor, groups)) results.push(await pairOf(server, each));
  return results;
}

async function pairOf(
  server: NativeServer,
  { name, groupSms, job }: Beside,
): Promise<BesideResult> {
  const pair = await ask(server, job);
  if (pair.failure !== undefined) return { name, groupSms, failure: pair.failure };
  const { aUs = Number.NaN, aAloneUs = Number.NaN } = pair;
  const { bUs: besideUs = Number.NaN, bAloneUs: aloneUs = Number.NaN } = pair;
  return { name, groupSms, keptRate: aAloneUs / aUs, aloneUs, besideUs };
}

async function withoutPause(
  server: NativeServer,
  contenders: readonly Contender[],
): Promise<SustainedResult[]> {
  const results: SustainedResult[] = [];
  for (const contender of contenders) {
    const { name, job } = sustained(contender);
    const answer = await ask(server, job);
    const { failure } = answer;
    if (failure !== undefined) results.push({ name, failure });
    else {
      const { medianUs: us = Number.NaN, clockMhz = Number.NaN, powerW = Number.NaN } = answer;
      results.push({ name, us, clockMhz, powerW });
    }
  }
  return results;
}
