import { join } from "node:path";
import { PlannerError } from "../errors.ts";
import { isStandardOutput, isStream } from "../files/destination.ts";
import type { Profile } from "../generated/profile.ts";
import { profileFaults } from "../profile/check-profile.ts";
import { gpuIdOf } from "../profile/gpu-id.ts";
import { SESSION_ENDING, type SessionFacts, sessionText } from "../store/session-text.ts";
import { assembleProfile } from "./assemble/assemble.ts";
import { measuredFacts } from "./assemble/session-facts.ts";
import { JobClock } from "./job-clock.ts";
import { type CampaignKernel, createCampaign, leftOutByDesign } from "./jobs/campaign.ts";
import { type CampaignProgress, runCampaign } from "./run-campaign.ts";
import { Journal } from "./session/journal.ts";
import { lateSamplesText, programsText } from "./session/protocol.ts";
import { MeasuringSession } from "./session/session.ts";

export interface ProfileSubject {
  modelId: string;
  /** Number formats in words, where they are not bf16. */
  formats?: string;
  tensorParallel: number;
  layers: number;
  kernels: readonly CampaignKernel[];
}

export interface ProfileOptions {
  binary: string;
  /** Index of the first GPU; as many as the tensor parallelism are used. */
  firstDevice: number;
  quick: boolean;
  resume: boolean;
  maxTokens: number;
  /** Time for measuring; by default 300 s, 85 s when quick. */
  budgetSeconds?: number;
  /** By default `profiles/<gpu>/<time>-<model>-tp<N>.session.jsonl` below the current folder. */
  out?: string;
}

export interface ProfileIo {
  signal: AbortSignal;
  /** Name and version of this program, and the command line, for provenance. */
  tool: string;
  command: string;
  now(): Date;
  note(line: string): void;
  writeFile(path: string, text: string): void;
  onProgress(progress: CampaignProgress): void;
}

export interface ProfileResult {
  profile: Profile;
  /** What the session says of itself beside that. */
  facts: SessionFacts;
  path: string;
}

/** @throws PlannerError as `MeasuringSession.start`, with what one GPU can do where there is no other */
async function startOn(
  devices: readonly number[],
  binary: string,
  signal: AbortSignal,
): Promise<MeasuringSession> {
  try {
    return await MeasuringSession.start({ binary, devices, signal });
  } catch (error) {
    const isShort =
      error instanceof PlannerError && error.code === "E_NO_GPU" && devices.length > 1;
    if (!isShort) throw error;
    throw new PlannerError(error.code, error.message, {
      remedy:
        `${error.remedy ?? ""} One GPU measures all but collectives, which come from the store: add --missing.`.trim(),
      cause: error,
    });
  }
}

const BUDGET_SECONDS = { full: 300, quick: 85 };

/**
 * Measures a model on the GPUs at hand and writes its profile. What was measured is kept beside
 * the output while it runs, for `resume`.
 *
 * @throws PlannerError `E_NO_GPU`, `E_NATIVE`, `E_UNWRITABLE`, `E_INTERRUPTED`
 */
export async function profileModel(
  subject: ProfileSubject,
  options: ProfileOptions,
  io: ProfileIo,
): Promise<ProfileResult> {
  const { modelId, formats, tensorParallel, layers, kernels } = subject;
  const devices = Array.from({ length: tensorParallel }, (_, i) => options.firstDevice + i);
  const session = await startOn(devices, options.binary, io.signal);
  try {
    const { hello } = session;
    if (hello.otherProcesses !== null && hello.otherProcesses.length > 0)
      io.note(
        `${programsText(hello.otherProcesses)} use the GPU too: expect a larger spread, and end them for a profile to keep.`,
      );
    const { quick, maxTokens } = options;
    const campaign = createCampaign(kernels, hello, { layers, maxTokens, quick });
    const { out } = options;
    const folder = join("profiles", gpuIdOf(hello.gpu));
    // Nothing can be kept beside a stream, such as standard output.
    const keptBeside =
      out === undefined || isStandardOutput(out) || isStream(out)
        ? join(folder, `${modelId}-tp${tensorParallel}`)
        : out;
    const named = formats === undefined ? modelId : `${modelId} (${formats})`;
    const measured = `${named} at TP ${tensorParallel} on ${hello.gpu} (driver ${hello.driverVersion}, cuBLASLt ${hello.cublasLtVersion})`;
    const journal = Journal.open(`${keptBeside}.partial.jsonl`, measured, options.resume);
    if (journal.size > 0) io.note(`Going on after ${journal.size} measurements of an earlier run.`);
    const budget = options.budgetSeconds ?? BUDGET_SECONDS[quick ? "quick" : "full"];
    const outcome = await runCampaign(campaign, {
      ...{ measurer: session, journal, clock: new JobClock() },
      ...{ budgetSeconds: budget, onProgress: io.onProgress },
    });
    const late = lateSamplesText(outcome.results.map(({ answer }) => answer));
    if (late !== undefined) io.note(late);
    const profile = assembleProfile(campaign, outcome.results, hello, {
      model: { id: modelId, tensorParallel },
      tool: io.tool,
      command: io.command,
      measuredAt: io.now().toISOString(),
      gpuSeconds: journal.totalSeconds,
      leftOut: [...leftOutByDesign(campaign, hello), ...outcome.leftOut],
    });
    for (const { keys, message } of profileFaults(profile))
      throw new PlannerError("E_NATIVE", `measured nonsense: \`${keys.join(".")}\` ${message}`, {
        remedy: `Look into ${journal.path}, then measure afresh without --resume.`,
      });
    const facts = measuredFacts(profile, outcome.results);
    const path = out ?? join(folder, `${facts.id}${SESSION_ENDING}`);
    io.writeFile(path, sessionText(profile, facts));
    journal.remove();
    return { profile, facts, path };
  } finally {
    await session.close();
  }
}
