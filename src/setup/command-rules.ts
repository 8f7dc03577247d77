import { basename, normalize } from "node:path";
import type { Plan } from "../generated/plan.ts";
import { BUILT_IN_MODELS } from "../model/catalog.ts";
import { builtInOfCheckpoint } from "../model/hub-ids.ts";
import { builtInDistribution } from "../workload/built-in-workload.ts";
import { DEFAULT_WORKLOAD } from "../workload/parse-workload.ts";
import { CHANGES_NOTHING, type Claim, COMMAND, heldTo, noted, wrong } from "./command-claims.ts";
import { isShippedProfile } from "./plan-profile.ts";
import type { CommandOption, ParsedSearch } from "./search-command.ts";
import { EFFORT_DEFAULTS, type SearchOptions } from "./search-options.ts";
import { sessionIds } from "./session-ids.ts";
import {
  batchesClaims,
  gapClaims,
  minGainClaims,
  nodeLimitClaims,
  partsClaims,
  splitsClaims,
  timeLimitClaims,
} from "./space-rules.ts";

/**
 * What a plan must state when an option stands in its command, or is left out of it.
 *
 * @param path of the file that the plan is in
 * @throws PlannerError where no search succeeds with the option
 */
type Rule = (plan: Plan, search: ParsedSearch, path: string) => readonly Claim[];

/** For every option that may stand in a plan's command. The compiler minds that none is left out. */
export const PLAN_RULES: Readonly<Record<CommandOption, Rule>> = {
  model: ({ model }, { options }) =>
    heldTo(["model", "id"], model.id, "--model", modelIdOf(options, model.id)),
  gpu: ({ gpu }, { options }) => heldTo(["gpu", "id"], gpu.id, "--gpu", options.gpu),
  tp: ({ model }, { options }) =>
    heldTo(["model", "tensorParallel"], model.tensorParallel, "--tp", options.tp),
  profile: profileClaims,
  sessions: sessionsClaims,
  norms: ({ model }, { options }) =>
    heldTo(["model", "norms"], model.norms ?? "apart", "--norms", options.norms),
  precision: ({ model: { shape } }, { options }) =>
    formatClaims("weights", shape.precision?.weights, "--precision", options, options.precision),
  kvCache: ({ model: { shape } }, { options }) =>
    formatClaims("kv", shape.precision?.kv, "--kv-cache", options, options.kvCache),
  workload: ({ workload }, { options }) => workloadClaims(workload.name, options),
  columns: (_, { options }) => columnsClaims(options),
  maxPositions: (_, { options }) => maxPositionsClaims(options),
  batch: ({ workload }, { options }) =>
    heldTo(["workload", "denseBatchTokens"], workload.denseBatchTokens, "--batch", options.batch),
  decode: ({ workload }, { options }) =>
    heldTo(["workload", "decodeTokens"], workload.decodeTokens, "--decode", options.decode),
  context: ({ workload }, { options }) =>
    heldTo(["workload", "decodeContext"], workload.decodeContext, "--context", options.context),
  solver: ({ search }, { options }) =>
    heldTo(["search", "solver"], search.solver, "--solver", options.solver, EFFORT_DEFAULTS.solver),
  method: ({ search }, { options }) =>
    heldTo(["search", "method"], search.method, "--method", options.method, EFFORT_DEFAULTS.method),
  parts: (plan, { options }) => partsClaims(plan, options),
  splits: (plan, { options }) => splitsClaims(plan, options),
  batches: (plan, { options }) => batchesClaims(plan, options),
  gap: (plan, { options }) => gapClaims(plan, options),
  minGain: (plan, { options }) => minGainClaims(plan, options),
  nodeLimit: (plan, { options }) => nodeLimitClaims(plan, options),
  timeLimit: (plan, { options }) => timeLimitClaims(plan, options),
  set: (_, { isSet }) =>
    isSet ? [wrong(COMMAND, "the command says --set, which makes a set, but this is a plan")] : [],
  out: (_, search, path) => outClaims(search, path),
  ...CHANGES_NOTHING,
};

function profileClaims({ profile: { file } }: Plan, { options: { profile } }: ParsedSearch) {
  if (profile !== undefined) {
    return heldTo(["profile", "file"], normalize(file), "--profile", normalize(profile));
  }
  if (isShippedProfile(file)) return [];
  const message = `profile.file is ${file}, which does not ship, but the command has no --profile`;
  return [noted(["profile", "file"], message)];
}

/** A plan lists those of them that answered. */
function sessionsClaims({ profile }: Plan, { options }: ParsedSearch): Claim[] {
  if (options.sessions === undefined) return [];
  const asked = sessionIds(options.sessions);
  if (profile.sessions === undefined) {
    const message = `the plan was made from a file, but the command says --sessions ${options.sessions}`;
    return [wrong(["profile"], message)];
  }
  const places = profile.sessions.map((id) => asked.indexOf(id));
  if (places.every((place, index) => place > (places[index - 1] ?? -1))) return [];
  const message = `profile.sessions is ${profile.sessions.join(",")}, but the command says --sessions ${options.sessions}`;
  return [wrong(["profile", "sessions"], message)];
}

/** A checkpoint may decide its formats by itself; a built-in model is in bf16. */
function formatClaims(
  key: "weights" | "kv",
  format: unknown,
  flag: string,
  { model }: SearchOptions,
  said: string | undefined,
): Claim[] {
  const unsaid = BUILT_IN_MODELS.some(({ id }) => id === model) ? "bf16" : undefined;
  const keys = ["model", "shape", "precision", key];
  return heldTo(keys, format === undefined ? "bf16" : "fp8", flag, said, unsaid);
}

/**
 * A batch of the user's own is named after its sizes, which have rules of their own.
 *
 * @param name of the workload of a plan or a set
 */
export function workloadClaims(name: string, { workload, columns, batch }: SearchOptions): Claim[] {
  const isOwnBatch = batch !== undefined || columns !== undefined;
  const unsaid = isOwnBatch ? undefined : DEFAULT_WORKLOAD;
  const isLengths = workload === undefined || /^\d+\/\d+$/.test(workload);
  const said = isLengths ? workload : basename(workload);
  return heldTo(["workload", "name"], name, "--workload", said, unsaid);
}

/** @returns undefined for lengths that are known without reading a file */
function fileOf({ workload = DEFAULT_WORKLOAD }: SearchOptions): string | undefined {
  const isKnown = /^\d+\/\d+$/.test(workload) || builtInDistribution(workload) !== undefined;
  return isKnown ? undefined : workload;
}

export function columnsClaims(options: SearchOptions): Claim[] {
  if (options.columns === undefined) return [];
  const file = fileOf(options);
  if (file !== undefined) return [unread(file, `--columns ${options.columns}`)];
  const message = `no search succeeds by the command: --columns belongs to a file of requests, and ${options.workload ?? DEFAULT_WORKLOAD} is none`;
  return [wrong(COMMAND, message)];
}

/** Of lengths that are known, the plan's workload is held to it. */
export function maxPositionsClaims(options: SearchOptions): Claim[] {
  const file = fileOf(options);
  if (options.maxPositions === undefined || file === undefined) return [];
  return [unread(file, `--max-positions ${options.maxPositions}`)];
}

function unread(file: string, option: string): Claim {
  return noted(
    COMMAND,
    `the plan does not hold the requests of ${basename(file)}: ${option} was not checked`,
  );
}

/** Plans move and get other names: that is worth a word, and no more. */
export function outClaims({ out }: ParsedSearch, path: string): Claim[] {
  if (out === undefined || out === "-" || out === "/dev/null") return [];
  if (basename(out) === basename(path)) return [];
  return [noted(COMMAND, `the command wrote ${out}: was this file called so?`)];
}

/**
 * The id that a model of this option has; undefined where only its folder tells, which is another in
 * another checkout. A folder may lie where the id of a checkpoint points, and one with a built-in
 * model's name and other sizes is its variant.
 */
export function modelIdOf({ model }: SearchOptions, given: string): string | undefined {
  if (BUILT_IN_MODELS.some(({ id }) => id === model)) return model;
  const names = [builtInOfCheckpoint(model), nameOfPath(model)].filter(
    (name) => name !== undefined,
  );
  const isOne = names.some((name) => given === name || given === `${name}-variant`);
  return isOne ? given : names[0];
}

/** `config.json` is called after its folder, any other file after itself. */
export function nameOfPath(path: string): string | undefined {
  const place = normalize(path).replace(/(^|[\\/])config\.json$/, "");
  const name = basename(place, ".json");
  return name === "" || /^\.{1,2}$/.test(name) ? undefined : name;
}
