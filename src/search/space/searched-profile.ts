import type { Profile } from "../../generated/profile.ts";
import type { SearchRequest } from "./search-request.ts";

/** What a search goes by. */
export interface SearchedProfile {
  profile: Profile;
  /** Pairs that run apart since nobody measured them side by side, though others could stand in. */
  keptApart: number;
}

/**
 * The profile without the pairs that others stand in for (docs/kernel-store.md): a gain that rests on
 * such a pair is not trusted, and the best of the other plans may be. A search that asks for a least
 * gain itself takes them all.
 */
export function searchedProfile({
  profile: { profile, composition },
  minGain,
}: Pick<SearchRequest, "profile" | "minGain">): SearchedProfile {
  const standIns = composition?.standInPairs ?? [];
  if (minGain !== undefined || standIns.length === 0) return { profile, keptApart: 0 };
  const apart = new Set(standIns.map(({ group, remainder }) => `${group} ${remainder}`));
  const pairs = profile.pairs.filter(({ group, remainder }) => !apart.has(`${group} ${remainder}`));
  return { profile: { ...profile, pairs }, keptApart: standIns.length };
}
