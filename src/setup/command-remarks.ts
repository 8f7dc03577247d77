import { basename, normalize } from "node:path";
import type { Document } from "../files/document.ts";
import type { Plan } from "../generated/plan.ts";
import type { PlanSet } from "../generated/plan-set.ts";
import { BUILT_IN_MODELS } from "../model/catalog.ts";
import { builtInOfCheckpoint } from "../model/hub-ids.ts";
import { planDocument } from "../plan-set/plan-set-file.ts";
import type { Remark } from "./remark.ts";
import { parseSearchCommand } from "./search-command.ts";
import { EFFORT_DEFAULTS, type SearchOptions } from "./search-options.ts";

/** All plans of a set have that of the first. */
const PARALLELISM = ["programs", 0, "plan", "model", "tensorParallel"] as const;

type Expectation = [
  keys: readonly (string | number)[],
  found: unknown,
  option: string,
  said: unknown,
];

/**
 * Holds a plan to the options of the command that makes it, as far as they tell without a search.
 * Another command would make another plan, and someone may run it by its word.
 */
export function commandRemarks(plan: Plan, document: Document): Remark[] {
  const search = parseSearchCommand(plan.provenance.command);
  return search === undefined
    ? [unknownCommand(document)]
    : remarksOf(expectationsOf(plan, search.options), document);
}

function unknownCommand(document: Document): Remark {
  const message = "the command is no search with known options: nothing can be made again by it";
  const position = document.positionOf(["provenance", "command"]);
  return { severity: "note", code: "command", message, position };
}

function remarksOf(expectations: readonly Expectation[], document: Document): Remark[] {
  return expectations
    .filter(([, found, , said]) => said !== undefined && found !== said)
    .map(([keys, found, option, said]) => ({
      severity: "error",
      code: "command",
      message: `${keys.join(".")} is ${found}, but the command says ${option} ${said ?? "nowhere"}`,
      position: document.positionOf([...keys]),
    }));
}

function expectationsOf(plan: Plan, options: SearchOptions): Expectation[] {
  const { model, gpu, workload, search } = plan;
  return [
    [["model", "id"], model.id, "--model", modelIdOf(options, model.id)],
    [["gpu", "id"], gpu.id, "--gpu", options.gpu],
    [["model", "tensorParallel"], model.tensorParallel, "--tp", options.tp],
    [["workload", "name"], workload.name, "--workload", lengthsIn(options.workload)],
    [["workload", "denseBatchTokens"], workload.denseBatchTokens, "--batch", options.batch],
    [["workload", "decodeTokens"], workload.decodeTokens, "--decode", options.decode],
    [["workload", "decodeContext"], workload.decodeContext, "--context", options.context],
    ...formatExpectations(plan, options),
    [["search", "solver"], search.solver, "--solver", options.solver ?? EFFORT_DEFAULTS.solver],
    [["search", "method"], search.method, "--method", options.method ?? EFFORT_DEFAULTS.method],
  ];
}

/** A checkpoint may decide its formats by itself; a built-in model is in bf16. */
function formatExpectations({ model }: Plan, options: SearchOptions): Expectation[] {
  const { precision } = model.shape;
  const keys = ["model", "shape"];
  const unsaid = BUILT_IN_MODELS.some(({ id }) => id === options.model) ? "bf16" : undefined;
  const nameOf = (format: unknown) => (format === undefined ? "bf16" : "fp8");
  return [
    [keys, nameOf(precision?.weights), "--precision", options.precision ?? unsaid],
    [keys, nameOf(precision?.kv), "--kv-cache", options.kvCache ?? unsaid],
  ];
}

/**
 * The same of a set: what its own command asks for, and the budget that the commands of its searched
 * plans give each.
 */
export function setCommandRemarks(set: PlanSet, document: Document): Remark[] {
  const { provenance, workload, programs } = set;
  const own = parseSearchCommand(provenance.command);
  if (own === undefined) return [unknownCommand(document)];
  const asked: Expectation[] = [
    [["model"], set.model, "--model", modelIdOf(own.options, set.model)],
    [["gpu"], set.gpu, "--gpu", own.options.gpu],
    [["workload", "name"], workload.name, "--workload", lengthsIn(own.options.workload)],
    [PARALLELISM, programs[0].plan.model.tensorParallel, "--tp", own.options.tp],
    ...budgetExpectations(set, own.options),
  ];
  const budgets = programs
    .filter(({ plan }) => plan.search.method !== "none")
    .map(({ plan }) => parseSearchCommand(plan.provenance.command)?.options)
    .flatMap((options) => (options === undefined ? [] : budgetExpectations(set, options)));
  const ofSet = remarksOf([...asked, ...budgets], document);
  const once = new Map(ofSet.map((remark) => [remark.message, remark]));
  const ofPlans = programs.flatMap(({ plan }, index) => {
    const place = planDocument(document, index, plan);
    return [...commandRemarks(plan, place), ...otherwiseAsked(plan, own.options, place)];
  });
  return [...once.values(), ...ofPlans];
}

/** What decides what is planned for is the same in the command of a set and those of its plans. */
const COMMON = ["precision", "kvCache", "norms", "columns", "maxPositions"] as const;

function otherwiseAsked(plan: Plan, own: SearchOptions, document: Document): Remark[] {
  const options = parseSearchCommand(plan.provenance.command)?.options;
  if (options === undefined) return [];
  return COMMON.filter((name) => options[name] !== own[name]).map((name) => ({
    severity: "error",
    code: "command",
    message: `the command says ${name} ${options[name] ?? "nowhere"}, but that of its set ${own[name] ?? "nowhere"}`,
    position: document.positionOf(["provenance", "command"]),
  }));
}

function budgetExpectations({ search }: PlanSet, options: SearchOptions): Expectation[] {
  const { nodeLimit, timeLimit, gap = EFFORT_DEFAULTS.gap } = options;
  return [
    [["search", "nodesEach"], search.nodesEach, "--node-limit", nodeLimit],
    [["search", "timeEachSeconds"], search.timeEachSeconds, "--time-limit", timeLimit ?? null],
    [["search", "gap"], Number((search.gap * 100).toPrecision(6)), "--gap", gap],
  ];
}

/**
 * The id that a model of this option has; undefined where only its folder tells, which is another in
 * another checkout. A folder may lie where the id of a checkpoint points, and one with a built-in
 * model's name and other sizes is its variant.
 */
function modelIdOf({ model }: SearchOptions, given: string): string | undefined {
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

/** Names of files may be worked out anew. */
function lengthsIn(workload: string | undefined): string | undefined {
  return workload !== undefined && /^\d+\/\d+$/.test(workload) ? workload : undefined;
}
