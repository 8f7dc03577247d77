import { CostTable } from "../cost/cost-table.ts";
import type { Plan } from "../generated/plan.ts";
import type { Profile } from "../generated/profile.ts";
import { makePlan } from "./emit/make-plan.ts";
import { type Explanation, explain } from "./explain/explain.ts";
import { drive, WINDOW } from "./forest/drive.ts";
import { Forest } from "./forest/forest.ts";
import { Objective } from "./forest/objective.ts";
import { FINEST_TOLERANCE } from "./forest/rounds.ts";
import { SearchStrategy } from "./forest/search-strategy.ts";
import { type Cut, limitsOf, nothingFound } from "./space/limits.ts";
import type { SearchMethod, SearchRequest } from "./space/search-request.ts";
import { searchedProfile } from "./space/searched-profile.ts";
import { type SearchSpace, structuresOf } from "./space/space.ts";
import { type Certificate, certify } from "./verdict/certificate.ts";
import { bestSequential, chooseOutcome } from "./verdict/outcome.ts";
import { WorkerPool } from "./workers/pool.ts";

export interface SearchProgress {
  structures: number;
  /** Structures that may still hold a better schedule. */
  structuresLeft: number;
  nodes: number;
  /** Of the best schedule so far; infinite before the first. */
  incumbentUs: number;
  /** Null as long as a structure has none. */
  boundUs: number | null;
  seconds: number;
}

export interface SearchHooks {
  onProgress?: (progress: SearchProgress) => void;
  /** Ends the search: with the best plan so far, or `E_INTERRUPTED` when there is none yet. */
  signal?: AbortSignal;
}

export interface SearchResult {
  plan: Plan;
  certificate: Certificate;
  explanation: Explanation;
  seconds: number;
  /** What ended the search before every structure was searched to the end. */
  cut?: Cut;
  /** Dense batches that were left out, since the profile cannot time them; and why the first. */
  untimed?: { tokens: readonly number[]; reason: string };
}

const REPORT_EVERY_S = 0.1;

/**
 * Searches the plan with the most tokens per second for a model, a workload and a profile.
 *
 * `SearchStrategy` says in which order structures are bounded and searched, worker threads do it.
 *
 * @throws PlannerError `E_PROFILE_MISMATCH` when the profile cannot time the model,
 *   `E_INTERRUPTED` when the signal comes before the first schedule
 */
export async function searchPlan(
  request: SearchRequest,
  hooks: SearchHooks = {},
): Promise<SearchResult> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const { space } = request;
  const { profile, keptApart } = searchedProfile(request);
  const costs = new CostTable(profile);
  const objective = new Objective(request, costs);
  const batches = objective.choose(space.batches);
  const { nodeLimit, method } = request;
  const limits = { nodeLimit, tolerance: Math.max(request.tolerance, FINEST_TOLERANCE) };
  const structures = structuresOf(method === "none" ? uncut(space) : space, batches);
  const forest = new Forest(structures, objective, limits);
  let reportedS = Number.NEGATIVE_INFINITY;
  const report = (nodes: number) => {
    // A report looks at every structure, and steps may take less time than that.
    if (seconds() - reportedS < REPORT_EVERY_S) return;
    reportedS = seconds();
    const [batch] = batches;
    hooks.onProgress?.({
      structures: forest.trees.length,
      structuresLeft: forest.open().length,
      nodes,
      incumbentUs: objective.periodUs(batch, forest.incumbent),
      boundUs: forest.isBounded() ? objective.periodUs(batch, forest.bound()) : null,
      seconds: seconds(),
    });
  };
  const cut =
    method === "none"
      ? undefined
      : await grow(
          forest,
          new SearchStrategy(forest, objective.bestSequential(batches), { ...limits, method }),
          { ...request, method, profile },
          hooks,
          report,
        );
  if (forest.incumbent === Number.POSITIVE_INFINITY) {
    // No search, or no time for any. The sequential plan takes none.
    const { structure, candidate } = bestSequential(request, costs, objective, batches);
    const tree = forest.trees.find(
      (each) => each.structure.batch === structure.batch && each.structure.cuts.length === 0,
    );
    if (tree !== undefined) forest.begin(tree, candidate);
  }
  const outcome = chooseOutcome(request, costs, objective, forest, keptApart);
  const certificate = certify({ space, method }, objective, forest, outcome, cut);
  const plan = makePlan({ request, costs, outcome, certificate, nodes: forest.nodes });
  const explanation = explain({ objective, forest, outcome, certificate });
  return {
    plan,
    certificate,
    explanation,
    seconds: seconds(),
    ...(cut === undefined ? {} : { cut }),
    ...untimedOf(objective),
  };
}

function untimedOf({ untimed }: Objective): Pick<SearchResult, "untimed"> {
  const [reason] = [...untimed.values()].map(({ message }) => message);
  if (reason === undefined) return {};
  return { untimed: { tokens: [...untimed.keys()].map(({ tokens }) => tokens), reason } };
}

/** The structures of a space that leave the batch whole. */
function uncut(space: SearchSpace): SearchSpace {
  return { ...space, parts: 1, splits: "aligned", distributions: ["proportional"] };
}

/** Lets worker threads search until the end or a limit. */
async function grow(
  forest: Forest,
  strategy: SearchStrategy,
  {
    profile,
    model,
    tensorParallel,
    norms,
    solver,
    method,
    threads,
    timeLimitS,
  }: Omit<SearchRequest, "profile"> & { method: SearchMethod; profile: Profile },
  { signal }: SearchHooks,
  report: (nodes: number) => void,
): Promise<Cut | undefined> {
  const setup = {
    profile,
    shape: model.shape,
    tensorParallel,
    norms,
    solver,
    method,
  };
  let visited = 0;
  const pool = new WorkerPool(setup, Math.min(threads, WINDOW, forest.trees.length), (nodes) => {
    visited += nodes;
    report(Math.max(visited, forest.nodes));
  });
  const limits = limitsOf(timeLimitS, signal);
  try {
    const ended = drive(forest, strategy, pool, () => report(Math.max(visited, forest.nodes)));
    const cut = await Promise.race([ended.then(() => undefined), limits.reached]);
    if (cut === "signal" && forest.incumbent === Number.POSITIVE_INFINITY) throw nothingFound();
    return cut ?? (forest.open().length > 0 ? "nodes" : undefined);
  } finally {
    limits.clear();
    await pool.close();
  }
}
