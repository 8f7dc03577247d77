import type { PlanSet } from "../generated/plan-set.ts";
import {
  CHANGES_NOTHING,
  type Claim,
  COMMAND,
  heldTo,
  isSearched,
  saying,
  wrong,
} from "./command-claims.ts";
import {
  columnsClaims,
  maxPositionsClaims,
  modelIdOf,
  outClaims,
  workloadClaims,
} from "./command-rules.ts";
import {
  type CommandOption,
  flagOf,
  type ParsedSearch,
  parseSearchCommand,
} from "./search-command.ts";
import { EFFORT_DEFAULTS, type SearchOptions } from "./search-options.ts";

/** What a set must state when an option stands in its command, or is left out of it. */
type Rule = (set: PlanSet, search: ParsedSearch, path: string) => readonly Claim[];

type Program = PlanSet["programs"][number];

const everyProgram = (_: Program) => true;
const isSearchedProgram = ({ plan }: Program) => isSearched(plan);
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
  workload: ({ workload }, { options }) => workloadClaims(workload.name, options),
  columns: both(alike("columns", everyProgram), (_, { options }) => columnsClaims(options)),
  maxPositions: both(alike("maxPositions", everyProgram), (_, { options }) =>
    maxPositionsClaims(options),
  ),
  batch: contradicts("batch", "--batch"),
  decode: contradicts("decode", "--decode"),
  context: contradicts("context", "--context"),
  method: both(alike("method", isSearchedProgram), (_, { options: { method } }) =>
    method === "none" ? [wrong(COMMAND, unsearchable("--method none"))] : [],
  ),
  solver: alike("solver", isSearchedProgram),
  parts: alike("parts", isSearchedProgram),
  splits: alike("splits", isSearchedProgram),
  batches: alike("batches", isChosen),
  minGain: alike("minGain", isSearchedProgram),
  gap: both(alike("gap", isSearchedProgram), (set, { options }) => {
    const percent = Number((set.search.gap * 100).toPrecision(6));
    return heldTo(["search", "gap"], percent, "--gap", options.gap, EFFORT_DEFAULTS.gap);
  }),
  // Its plans state each the nodes of the set.
  nodeLimit: (set, { options }) =>
    [options, ...set.programs.filter(isSearchedProgram).map(({ plan }) => optionsOf(plan))].flatMap(
      (each) =>
        heldTo(["search", "nodesEach"], set.search.nodesEach, "--node-limit", each?.nodeLimit),
    ),
  timeLimit: both(alike("timeLimit", isSearchedProgram), (set, { options: { timeLimit } }) =>
    set.search.timeEachSeconds === (timeLimit ?? null)
      ? []
      : [
          wrong(
            ["search", "timeEachSeconds"],
            `search.timeEachSeconds is ${set.search.timeEachSeconds}, but the command ${saying("--time-limit", timeLimit, undefined)}`,
          ),
        ],
  ),
  set: (_, { isSet }) =>
    isSet ? [] : [wrong(COMMAND, "the command has no --set: it makes a plan, but this is a set")],
  out: (_, search, path) => outClaims(search, path),
  ...CHANGES_NOTHING,
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
      const unsaid = (EFFORT_DEFAULTS as Partial<SearchOptions>)[name];
      if ((options[name] ?? unsaid) === (own[name] ?? unsaid)) return [];
      const [said, asked] = [options, own].map((each) =>
        saying(`--${flagOf(name)}`, each[name], unsaid),
      );
      const message = `the command ${said}, but that of its set ${asked}`;
      return [wrong(["programs", index, "plan", ...COMMAND], message)];
    });
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
