import type { LoadedProfile } from "./profile/load.ts";
import type { SearchHooks, SearchResult } from "./search/search.ts";
import { checkOptions } from "./setup/check-options.ts";
import { type ModelNotes, modelNotes } from "./setup/notes.ts";
import { loadProfileNamed } from "./setup/plan-profile.ts";
import { searchCommand } from "./setup/search-command.ts";
import type { SearchOptions as Options } from "./setup/search-options.ts";
import { cacheShortage, type Setup, setUpEach } from "./setup/setup.ts";
import { takenOptions } from "./setup/taken-options.ts";
import { type Soundness, verifyPlanFile } from "./setup/verify-plan-file.ts";
import { type WeighedParallelism, weighParallelisms } from "./setup/weigh-parallelisms.ts";

/** The options of `nanoflow-plan search`, and what a program may hook on a search. */
export interface SearchOptions extends Options, SearchHooks {}

/** A plan, and what the search can say about it. */
export interface FoundPlan extends SearchResult, ModelNotes {
  /** The GPU's memory is short of the KV cache that a batch of the caller's own needs: how short. */
  cacheShortage?: string;
  /** What each parallelism comes to that was weighed; none where `tp` or the store leaves one alone. */
  parallelisms: readonly WeighedParallelism[];
  /** What a workload file holds, and which requests are longer than the model's positions. */
  requests: Setup["requests"];
}

/**
 * Searches the plan with the most tokens per second for a model, a GPU and a workload.
 *
 * Options have the names and defaults of the command line; `model` alone must be given. The
 * provenance of the plan names the command line that finds it too.
 *
 * @throws PlannerError `E_USAGE`, `E_UNKNOWN_NAME`, `E_UNREADABLE`, `E_INVALID_FILE`,
 *   `E_INVALID_MODEL`, `E_NO_PROFILE`, `E_PROFILE_MISMATCH` or `E_INFEASIBLE` where the options ask
 *   for what cannot be; `E_INTERRUPTED` when the signal comes before
 *   the first plan
 */
export async function search({
  signal,
  onProgress,
  ...options
}: SearchOptions): Promise<FoundPlan> {
  checkOptions(options);
  const setups = await setUpEach(options);
  const commandOf = (setup: Setup) => searchCommand({ ...options, ...takenOptions(setups, setup) });
  const { setup, result, parallelisms } = await weighParallelisms(setups, options, commandOf, {
    ...(signal !== undefined && { signal }),
    ...(onProgress !== undefined && { onProgress }),
  });
  const shortage = cacheShortage(options, setup);
  return {
    ...result,
    parallelisms,
    ...modelNotes(setup.model, setup.profile),
    requests: setup.requests,
    ...(shortage !== undefined && { cacheShortage: shortage }),
  };
}

/**
 * Reads a profile and checks its schema and its sense.
 *
 * @param name a file, or a profile that came with the package, such as `h200-sxm/llama-3-8b-tp1.json`
 * @throws PlannerError `E_UNREADABLE`, or `E_INVALID_FILE` at the first thing wrong
 */
export function loadProfile(name: string): LoadedProfile {
  return loadProfileNamed(name);
}

/**
 * Proves a plan file sound, or says where it is not.
 *
 * A file that cannot be read is a finding like others, and so is a profile that is not there.
 *
 * @param options `profile` is the file that the plan was made from, instead of the one it names
 */
export function verify(plan: string, options: { profile?: string } = {}): Soundness {
  return verifyPlanFile(plan, options.profile);
}
