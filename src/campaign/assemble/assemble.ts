import { CAPPED_CLOCK } from "../../cost/held-power.ts";
import { kernelKey } from "../../cost/table/kernel-key.ts";
import type { Profile } from "../../generated/profile.ts";
import { gpuIdOf } from "../../profile/gpu-id.ts";
import type { Campaign } from "../jobs/campaign.ts";
import { type Result, soloResults, trusted, withRepeats } from "../jobs/results.ts";
import { unevenTexts } from "../jobs/uneven-remainders.ts";
import { type Hello, programsText } from "../session/protocol.ts";
import { kernelOf } from "./assemble-kernel.ts";
import { pairsOf } from "./assemble-pairs.ts";
import { withCappedStates } from "./capped-energy.ts";
import { ceilingsOf } from "./ceilings.ts";
import { holdOutErrors } from "./hold-out.ts";
import { mixesOf } from "./mixes.ts";
import { rounded } from "./rounded.ts";

/** Share of the boost clock below which a burst is not what it is meant to be. */
const AT_BOOST = 0.98;

/** What a profile says of its own making, beside the measurements. */
export interface Making {
  model: Profile["model"];
  tool: string;
  command: string;
  measuredAt: string;
  gpuSeconds: number;
  leftOut: readonly string[];
}

/**
 * The profile that a campaign's answers make. Kernels without any time on the whole GPU, pairs
 * that contradict themselves and jobs that failed are left out, and it says so.
 *
 * @throws PlannerError `E_NATIVE` when the copy speed or every GEMM is missing
 */
export function assembleProfile(
  campaign: Campaign,
  all: readonly Result[],
  hello: Hello,
  making: Making,
): Profile {
  const results = trusted(
    all,
    campaign.kernels.map(({ kernel }) => kernel),
  );
  const solos = withRepeats(soloResults(results));
  const timed = campaign.kernels
    .map((_, index) => index)
    .filter((index) => solos.some((row) => row.kernel === index && row.side === "whole"));
  const idleW = results.find(({ job }) => job.type === "idle")?.answer.powerW ?? 0;
  const alone = timed.map((index) => kernelOf(campaign, results, index));
  const kernels = withCappedStates({ results, timed, kernels: alone, idleW });
  const { pairs, dropped } = pairsOf(results, timed, kernels);
  const ceilings = ceilingsOf(campaign, results, solos);
  const spreads = solos.map(({ spread }) => spread).sort((a, b) => a - b);
  const quantile = (share: number) => spreads[Math.floor(share * (spreads.length - 1))] ?? 0;
  const mixes = mixesOf(results, timed, kernels);
  const profile: Profile = {
    schema: "nanoflow-plan/profile/1",
    source: "measured",
    gpu: {
      id: gpuIdOf(hello.gpu),
      name: hello.gpu,
      count: making.model.tensorParallel,
      smCount: hello.smCount,
      computeCapability: hello.computeCapability,
      memoryBytes: hello.memoryBytes,
      l2Bytes: hello.l2Bytes,
      boostClockMhz: hello.boostClockMhz,
    },
    model: making.model,
    provenance: {
      tool: making.tool,
      command: making.command,
      measuredAt: making.measuredAt,
      driver: hello.driverVersion,
      cudaRuntime: hello.cudaRuntimeVersion,
      cublasLt: hello.cublasLtVersion,
      nccl: hello.ncclVersion,
      gpuSeconds: Math.round(making.gpuSeconds),
      measurements: results.filter(({ answer }) => answer.status === "ok").length,
      medianSpread: rounded(quantile(0.5)),
      p95Spread: rounded(quantile(0.95)),
      throttleReasons: throttleReasonsOf(results),
      pairStart: "idle",
      ...notesOf(hello, results, unevenTexts(solos, campaign.kernels)),
    },
    ceilings,
    power: {
      capW: idleW > 0 ? hello.powerLimitW : null,
      idleW: rounded(idleW),
      ...heldPower(results, hello),
    },
    splits: [...campaign.splits, ...campaign.ctaLimits],
    kernels,
    pairs,
    ...(mixes.length > 0 && { mixes }),
    leftOut: [
      ...making.leftOut,
      ...(idleW > 0 ? [] : ["Power and energy: the driver does not tell."]),
      ...untimedOf(campaign, timed),
      ...failuresOf(campaign, all),
      ...dropped,
    ],
  };
  const holdOut = holdOutErrors(profile);
  const { leftOut, ...before } = profile;
  return holdOut.length === 0 ? profile : { ...before, holdOut, leftOut };
}

/** Of a load that met the power cap. */
function heldPower(results: readonly Result[], { boostClockMhz }: Hello): { heldW?: number } {
  const held = results.find(({ job, answer }) => job.type === "held" && answer.status === "ok");
  const { clockMhz = Number.POSITIVE_INFINITY, powerW } = held?.answer ?? {};
  return powerW && clockMhz < CAPPED_CLOCK * boostClockMhz ? { heldW: rounded(powerW) } : {};
}

function untimedOf(campaign: Campaign, timed: readonly number[]): string[] {
  return campaign.kernels
    .filter((_, index) => !timed.includes(index))
    .map(({ kernel }) => `${kernelKey(kernel)}: no time on the whole GPU.`);
}

/** One sentence per kernel (or pair) and reason. */
function failuresOf(campaign: Campaign, results: readonly Result[]): string[] {
  const nameOf = (index: number) => {
    const kernel = campaign.kernels[index]?.kernel;
    return kernel === undefined ? "?" : kernelKey(kernel);
  };
  const counts = new Map<string, number>();
  for (const { job, answer } of results) {
    if (answer.status === "ok") continue;
    const subject =
      job.type === "pair" || job.type === "sustained-pair"
        ? `${nameOf(job.a.kernel)} beside ${nameOf(job.b.kernel)}`
        : "kernel" in job
          ? nameOf(job.kernel)
          : job.type;
    const sentence = `${subject}: ${reasonOf(job, answer)}`;
    counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  }
  return [...counts].map(([sentence, count]) => `${sentence} (${count} points)`);
}

function reasonOf(
  job: Result["job"],
  { status, message, relativeError }: Result["answer"],
): string {
  const [reason = status] = (message ?? status).split("\n");
  if (job.type !== "check") return reason;
  const found = status === "failed" ? `relative error ${relativeError}` : reason;
  return `\`${job.implementation}\` failed its check and is not used: ${found}`;
}

function throttleReasonsOf(results: readonly Result[]): string[] {
  return [...new Set(results.flatMap(({ answer }) => answer.throttleNames ?? []))].sort();
}

function notesOf(
  hello: Hello,
  results: readonly Result[],
  ofRemainders: readonly string[],
): { notes?: string[] } {
  const { otherProcesses, boostClockMhz } = hello;
  const clocks = results.flatMap(burstClocks);
  const slow = clocks.filter((clockMhz) => clockMhz < AT_BOOST * boostClockMhz).length;
  const notes = [
    ...(otherProcesses && otherProcesses.length > 0
      ? [`On the GPU while it was measured: ${programsText(otherProcesses)}.`]
      : []),
    ...(slow === 0 ? [] : [`${slow} of ${clocks.length} bursts ran below the boost clock.`]),
    ...ofRemainders,
  ];
  return notes.length === 0 ? {} : { notes };
}

/** Measurements that the power cap may slow down. */
const STEADY: ReadonlySet<Result["job"]["type"]> = new Set([
  "idle",
  "sustained",
  "spaced",
  "capped",
  "sustained-pair",
  "held",
  "mix",
]);

/** SM clocks read during bursts, pairs among them; MHz. */
function burstClocks({ job, answer }: Result): number[] {
  if (STEADY.has(job.type)) return [];
  const rows = job.type === "sweep" ? (answer.results ?? []).slice(0, job.top) : [answer];
  return rows.flatMap(({ clockMhz }) => clockMhz || []);
}
