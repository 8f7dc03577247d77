import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { CampaignKernel, Role } from "../../src/campaign/jobs/campaign.ts";
import {
  type ProfileIo,
  type ProfileOptions,
  profileModel,
} from "../../src/campaign/profile-model.ts";
import { writeFileAtomically } from "../../src/files/write-file.ts";
import { fakeProfiler } from "./fake-profiler.ts";
import { LAYER_KERNELS, LM_HEAD } from "./llama-kernels.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const ROLES: Readonly<Record<string, Role>> = {
  gemm: "gemm",
  decode_attention: "decode",
  prefill_attention: "prefill",
  all_reduce: "network",
};
/** What a campaign of llama-3-8b measures. */
export const CAMPAIGN_KERNELS: CampaignKernel[] = [
  ...LAYER_KERNELS.map((entry) => ({
    ...entry,
    role: ROLES[entry.kernel.kind] ?? "small",
    rowsPerToken: 1,
  })),
  { kernel: LM_HEAD, lane: "compute", role: "once", rowsPerToken: 1 },
];

interface Run {
  flags?: string[];
  options?: Partial<ProfileOptions>;
  signal?: AbortSignal;
  tensorParallel?: number;
}

function jobsIn(log: string): string[] {
  return existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : [];
}

/**
 * Waits until a fake profiler has been asked for a job whose line contains a text. All jobs before
 * are done by then.
 *
 * @param log what its `--log` names
 */
export async function untilAsked(log: string, text: string): Promise<void> {
  while (!jobsIn(log).some((line) => line.includes(text))) await setTimeout(10);
}

/** Measures llama-3-8b with the fake profiler; each has one output file and one job log. */
export function campaignRun() {
  const folder = temporaryFolder();
  const out = join(folder, "llama-tp2.json");
  const log = join(folder, "jobs.log");
  const notes: string[] = [];
  const run = ({ flags = [], options = {}, signal, tensorParallel = 2 }: Run = {}) => {
    const io: ProfileIo = {
      signal: signal ?? new AbortController().signal,
      tool: "nanoflow-plan 0.0.0",
      command: "nanoflow-plan profile",
      now: () => new Date(0),
      note: (line) => notes.push(line),
      writeFile: writeFileAtomically,
      onProgress: () => {},
    };
    const defaults = { firstDevice: 0, quick: true, resume: false, maxTokens: 2048, out };
    const binary = fakeProfiler(folder, `--log=${log}`, ...flags);
    const subject = { modelId: "llama", tensorParallel, layers: 32, kernels: CAMPAIGN_KERNELS };
    return profileModel(subject, { binary, ...defaults, ...options }, io);
  };
  const jobs = () => jobsIn(log);
  /** Waits until the profiler has been asked for a job whose line contains a text. */
  const asked = (text: string) => untilAsked(log, text);
  return { out, notes, run, jobs, asked };
}
