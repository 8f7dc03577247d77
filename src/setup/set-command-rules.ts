import type { PlanSet } from "../generated/plan-set.ts";
import { type Claim, COMMAND, heldTo, wrong } from "./command-claims.ts";
import {
  columnsClaims,
  maxPositionsClaims,
  modelIdOf,
  outClaims,
  workloadNameOf,
} from "./command-rules.ts";
import { type CommandOption, type ParsedSearch, parseSearchCommand } from "./search-command.ts";
import { EFFORT_DEFAULTS, type SearchOptions } from "./search-options.ts";

/** What a set must state when an option stands in its command, or is left out of it. */
type Rule = (set: PlanSet, search: ParsedSearch, path: string) => readonly Claim[];

type Program = PlanSet["programs"][number];

/** How a search talks, and on how many threads it runs: the plans are the same. */
const changesNothing: Rule = () => [];

const everyProgram = (_: Program) => true;
const isSearched = ({ plan }: Program) => plan.search.method !== "none";
/** One dense batch is chosen, and the others follow from it. */
const isChosen = ({ plan }: Program) => optionsOf(plan)?.batch === undefined;

/** For every option that may stand in a set's command. The compiler minds that none is left out. */
export const SET_RULES: Readonly<Record<CommandOption, Rule>> = {
  model: (set, { options }) =>
    heldTo(["model"], set.model, "--model", modelIdOf(options, set.model)),
  gpu: (set, { options }) => heldTo(["gpu"], set.gpu, "--gpu", options.gpu),
  tp: ({ programs }, { options }) => {
    // All plans of a set have that of the first.
    const keys = ["programs", 0, "plan", "model", "tensorParallel"];
    return heldTo(keys, programs[0].plan.model.tensorParallel, "--tp", options.tp);
  },
  profile: alike("profile", everyProgram),
  sessions: alike("sessions", everyProgram),
  // A set whose command leaves it open has what the search took.
  norms: (set, search, path) =>
    search.options.norms === undefined ? [] : alike("norms", everyProgram)(set, search, path),
  precision: alike("precision", everyProgram),
  kvCache: alike("kvCache", everyProgram),
  workload: ({ workload }, { options }) =>
    heldTo(["workload", "name"], workload.name, "--workload", workloadNameOf(options)),
  columns: both(alike("columns", everyProgram), (_, { options }) => columnsClaims(options)),
  maxPositions: both(alike("maxPositions", everyProgram), (_, { options }) =>
    maxPositionsClaims(options),
  ),
  batch: contradicts("batch", "--batch"),
  decode: contradicts("decode", "--decode"),
  context: contradicts("context", "--context"),
  method: both(alike("method", isSearched), (_, { options: { method } }) =>
    method === "none" ? [wrong(COMMAND, unsearchable("--method none"))] : [],
  ),
  solver: alike("solver", isSearched),
  parts: alike("parts", isSearched),
  splits: alike("splits", isSearched),
  batches: alike("batches", isChosen),
  minGain: alike("minGain", isSearched),
  gap: both(alike("gap", isSearched), (set, { options }) => {
    const percent = Number((set.search.gap * 100).toPrecision(6));
    return heldTo(["search", "gap"], percent, "--gap", options.gap ?? EFFORT_DEFAULTS.gap);
  }),
  // Its plans state each the nodes of the set.
  nodeLimit: (set, { options }) =>
    [options, ...set.programs.filter(isSearched).map(({ plan }) => optionsOf(plan))].flatMap(
      (each) =>
        heldTo(["search", "nodesEach"], set.search.nodesEach, "--node-limit", each?.nodeLimit),
    ),
  timeLimit: both(alike("timeLimit", isSearched), (set, { options: { timeLimit } }) =>
    set.search.timeEachSeconds === (timeLimit ?? null)
      ? []
      : [
          wrong(
            ["search", "timeEachSeconds"],
            `search.timeEachSeconds is ${set.search.timeEachSeconds}, but the command says --time-limit ${timeLimit ?? "nowhere"}`,
          ),
        ],
  ),
  set: (_, { isSet }) =>
    isSet ? [] : [wrong(COMMAND, "the command has no --set: it makes a plan, but this is a set")],
  out: (_, search, path) => outClaims(search, path),
  threads: changesNothing,
  explain: changesNothing,
  json: changesNothing,
  quiet: changesNothing,
  debug: changesNothing,
  progress: changesNothing,
};

function both(one: Rule, other: Rule): Rule {
  return (set, search, path) => [...one(set, search, path), ...other(set, search, path)];
}

/** What decides how all plans of a set come about is the same in its command and in theirs. */
function alike(name: keyof SearchOptions, isMeant: (program: Program) => boolean): Rule {
  return ({ programs }, { options: own }) =>
    programs.flatMap((program, index) => {
      const options = optionsOf(program.plan);
      if (options === undefined || !isMeant(program)) return [];
      const [said, asked] = [valueIn(options, name), valueIn(own, name)];
      if (said === asked) return [];
      const message = `the command says ${name} ${said ?? "nowhere"}, but that of its set ${asked ?? "nowhere"}`;
      return [wrong(["programs", index, "plan", ...COMMAND], message)];
    });
}

/** Commands of plans leave out what is the default. */
function valueIn(options: SearchOptions, name: keyof SearchOptions) {
  return options[name] ?? (EFFORT_DEFAULTS as Partial<SearchOptions>)[name];
}

function contradicts(name: keyof SearchOptions, flag: string): Rule {
  return (_, { options }) =>
    options[name] === undefined ? [] : [wrong(COMMAND, unsearchable(flag))];
}

function unsearchable(flag: string): string {
  return `no search succeeds by the command: --set contradicts ${flag}`;
}

function optionsOf({ provenance }: Program["plan"]): SearchOptions | undefined {
  return parseSearchCommand(provenance.command)?.options;
}
