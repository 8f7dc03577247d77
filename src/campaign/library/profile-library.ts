import { join } from "node:path";
import { partitionKey } from "../../cost/table/split.ts";
import { PlannerError } from "../../errors.ts";
import type { KernelKind } from "../../generated/profile.ts";
import type { Model } from "../../model/model-shape.ts";
import { profileFaults } from "../../profile/check-profile.ts";
import { gpuIdOf } from "../../profile/gpu-id.ts";
import { kernelName } from "../../store/kernel-name.ts";
import { changesSince } from "../../store/kernel-revisions.ts";
import type { SessionFile } from "../../store/session-file.ts";
import { SESSION_ENDING, type SessionFacts, sessionText } from "../../store/session-text.ts";
import { kernelNamed } from "../../store/stand-ins.ts";
import { assembleProfile } from "../assemble/assemble.ts";
import { measuredFacts } from "../assemble/session-facts.ts";
import { type CampaignKernel, leftOutByDesign } from "../jobs/campaign.ts";
import type { ProfileIo, ProfileResult } from "../profile-model.ts";
import type { Measurer } from "../run-campaign.ts";
import { Journal } from "../session/journal.ts";
import { type Hello, programsText } from "../session/protocol.ts";
import { MeasuringSession } from "../session/session.ts";
import { Stock, type StockedKernel } from "./gaps.ts";
import { type MeasuredRounds, measureRounds } from "./measure-rounds.ts";
import { inOrderOfValue, type Turn } from "./order.ts";
import { referenceKernels } from "./references.ts";
import { type Round, roundsOf, unionOf } from "./rounds.ts";
import { type Subject, subjectsOf } from "./subjects.ts";

/** Which part of a library is to be filled. */
export interface LibraryRequest {
  models: readonly Model[];
  /** Parallelisms; without them the smallest of each model and the next. */
  sizes?: readonly number[];
  /** Kinds that are measured although the store has them. */
  again: readonly KernelKind[];
  maxTokens: number;
}

export interface LibraryOptions {
  /** Missing where a journal is only put together. */
  binary?: string;
  firstDevice: number;
  resume: boolean;
  budgetSeconds: number;
  out?: string;
  /** Of a campaign that was broken off: nothing is measured, and what it holds becomes a session. */
  assemble?: string;
}

export interface LibraryIo extends ProfileIo {
  /** What is there of a GPU. */
  readStore(gpuId: string): readonly SessionFile[];
}

export interface LibraryResult extends ProfileResult {
  done: readonly string[];
  left: readonly string[];
}

/** What the session is named after. */
export const LIBRARY = "library";

/**
 * Measures on one GPU what a store lacks for some models, those first that are worth most for their
 * time, and writes it as one session.
 *
 * @throws PlannerError `E_USAGE` when nothing is missing, and as `profileModel`
 */
export async function profileLibrary(
  request: LibraryRequest,
  options: LibraryOptions,
  io: LibraryIo,
): Promise<LibraryResult> {
  if (options.assemble !== undefined) {
    const journal = Journal.read(options.assemble);
    return measured(request, options, io, helloOf(journal), { journal, measurer: undefined });
  }
  const session = await MeasuringSession.start({
    binary: options.binary ?? "",
    devices: [options.firstDevice],
    signal: io.signal,
  });
  try {
    const { hello } = session;
    if (hello.otherProcesses !== null && hello.otherProcesses.length > 0)
      io.note(
        `${programsText(hello.otherProcesses)} use the GPU too: expect a larger spread, and end them for a profile to keep.`,
      );
    const subject = `a library on ${hello.gpu} (driver ${hello.driverVersion}, cuBLASLt ${hello.cublasLtVersion})`;
    const beside = options.out ?? join("profiles", gpuIdOf(hello.gpu), LIBRARY);
    const journal = Journal.open(`${beside}.partial.jsonl`, subject, options.resume, {
      hello,
      startedAt: io.now().toISOString(),
      command: io.command,
    });
    if (journal.size > 0) io.note(`Going on after ${journal.size} measurements of an earlier run.`);
    const result = await measured(request, options, io, hello, { journal, measurer: session });
    journal.remove();
    return result;
  } finally {
    await session.close();
  }
}

async function measured(
  request: LibraryRequest,
  { budgetSeconds, out }: LibraryOptions,
  io: LibraryIo,
  hello: Hello,
  { journal, measurer }: { journal: Journal; measurer: Measurer | undefined },
): Promise<LibraryResult> {
  const gpuId = gpuIdOf(hello.gpu);
  const store = io.readStore(gpuId);
  const { models, sizes, maxTokens } = request;
  const subjects = subjectsOf(models, hello.memoryBytes, maxTokens, sizes);
  const turns = inOrderOfValue(subjects, stockOf(store, request));
  const rounds = roundsOf(turns, comparedWith(store, turns, subjects), hello, request);
  const [first, ...others] = rounds;
  if (first === undefined)
    throw new PlannerError("E_USAGE", `the store of ${gpuId} lacks nothing of these models`, {
      remedy: "Name kinds of kernels with --again to measure them once more.",
    });
  io.note(forecastText(rounds, budgetSeconds));
  const outcome = await measureRounds(rounds, {
    ...{ measurer, journal, budgetSeconds, onProgress: io.onProgress },
    onRound: (round, spent) => io.note(`${Math.round(spent)} s: ${round.name}`),
  });
  if (outcome.left.length > 0) io.note(missingText(outcome));
  const campaign = unionOf([first, ...others]);
  const assembled = assembleProfile(campaign, outcome.results, hello, {
    model: { id: LIBRARY, tensorParallel: 1 },
    tool: io.tool,
    command: toldBy(journal, "command") ?? io.command,
    measuredAt: toldBy(journal, "startedAt") ?? io.now().toISOString(),
    gpuSeconds: journal.totalSeconds,
    leftOut: leftOutByDesign({ ...campaign, kernels: kernelsOf(outcome) }, hello),
  });
  const profile = { ...assembled, leftOut: withoutUntimed(assembled.leftOut) };
  for (const { keys, message } of profileFaults(profile))
    throw new PlannerError("E_NATIVE", `measured nonsense: \`${keys.join(".")}\` ${message}`, {
      remedy: `Look into ${journal.path}, then measure afresh without --resume.`,
    });
  const told = measuredFacts(profile, outcome.results);
  const facts: SessionFacts = { ...told, provenance: { ...told.provenance, grid: "quick" } };
  const path = out ?? join("profiles", gpuId, `${facts.id}${SESSION_ENDING}`);
  const references = new Set(
    [...(campaign.references ?? [])].flatMap((at) => {
      const entry = campaign.kernels[at];
      const isWhole = outcome.done.some(({ campaign: { due } }) => due?.has(at));
      return entry === undefined || isWhole ? [] : [kernelName(entry.kernel)];
    }),
  );
  io.writeFile(path, sessionText(profile, { ...facts, references }));
  const named = (those: readonly Round[]) => those.map(({ name }) => name);
  return { profile, facts, path, done: named(outcome.done), left: named(outcome.left) };
}

function stockOf(store: readonly SessionFile[], { again }: LibraryRequest): Stock {
  const stocked = store.flatMap((file) =>
    file.session.kernels.flatMap(({ name, reference }, position) =>
      reference === true || hasChanged(name, file)
        ? []
        : [{ name, ...largestSizes(file, position) }],
    ),
  );
  return Stock.of(stocked, again);
}

/** Whether a session's kernel is of an older implementation, so that it is to be measured again. */
function hasChanged(name: string, { session: { provenance } }: SessionFile): boolean {
  return changesSince(kernelNamed(name).kind, provenance).length > 0;
}

/** Largest sizes of a session's kernel on the whole GPU. */
function largestSizes(file: SessionFile, position: number): Omit<StockedKernel, "name"> {
  const whole = partitionKey({ side: "whole", smCount: file.session.gpu.smCount });
  const rows = file.kernel(position).solo.filter(([, partition]) => partition === whole);
  return {
    mostTokens: Math.max(0, ...rows.map(([, , tokens]) => tokens)),
    mostAfterAsMany: Math.max(0, ...rows.map(([, , tokens, context]) => Math.min(tokens, context))),
  };
}

function comparedWith(
  store: readonly SessionFile[],
  turns: readonly Turn[],
  subjects: readonly Subject[],
) {
  const sessions = store
    .filter(({ session }) => session.source === "measured")
    .map(({ session }) => ({
      id: session.id,
      names: session.kernels.filter(({ reference }) => !reference).map(({ name }) => name),
    }));
  const due = turns.flatMap(({ missing }) => missing.map(({ kernel }) => kernelName(kernel)));
  const wanted = subjects.flatMap(({ kernels }) => kernels.map(({ kernel }) => kernelName(kernel)));
  return referenceKernels(sessions, due, new Set(wanted));
}

function forecastText(rounds: readonly Round[], budgetSeconds: number): string {
  const seconds = rounds.reduce((sum, round) => sum + round.seconds, 0);
  const kernels = rounds.reduce((sum, { campaign: { due } }) => sum + (due?.size ?? 0), 0);
  return `To measure: ${kernels} kernels in ${rounds.length} rounds, about ${Math.round(seconds)} s; the budget is ${budgetSeconds} s. In this order: ${rounds.map(({ name }) => name).join(", ")}.`;
}

function missingText({ done, left }: MeasuredRounds): string {
  return `Measured ${done.length} of ${done.length + left.length} rounds. Still missing, for lack of time: ${left.map(({ name }) => name).join(", ")}.`;
}

/** Kernels of the rounds that were done. */
function kernelsOf({ done }: MeasuredRounds): CampaignKernel[] {
  return done.flatMap(({ campaign: { kernels, due = new Set(), references = new Set() } }) =>
    kernels.filter((_, at) => due.has(at) || references.has(at)),
  );
}

/** Kernels of rounds that were left out are no loss of this session: a later one has them. */
function withoutUntimed(leftOut: readonly string[]): string[] {
  return leftOut.filter((line) => !line.endsWith(": no time on the whole GPU."));
}

function toldBy({ context }: Journal, key: "command" | "startedAt"): string | undefined {
  const value = context[key];
  return typeof value === "string" ? value : undefined;
}

function helloOf({ path, context: { hello } }: Journal): Hello {
  if (hello !== undefined) return hello as Hello;
  throw new PlannerError("E_UNREADABLE", `${path}: does not say what GPU it is of`, {
    remedy: "Go on with it on the GPU, by --resume.",
  });
}
