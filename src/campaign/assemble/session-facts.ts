import type { Profile } from "../../generated/profile.ts";
import { factsOf } from "../../profile/convert.ts";
import { presentRevisions } from "../../store/kernel-revisions.ts";
import { measuredSessionId, type SessionFacts } from "../../store/session-text.ts";
import type { Result } from "../jobs/results.ts";

/** What a session says of itself: its id, of which kernels it is, and the temperatures at which it was measured. */
export function measuredFacts(profile: Profile, results: readonly Result[]): SessionFacts {
  const temperatureC = temperatureRange(results);
  const { provenance } = factsOf(profile);
  return {
    id: measuredSessionId(profile),
    provenance: {
      ...provenance,
      revisions: presentRevisions(),
      ...(temperatureC !== undefined && { temperatureC }),
    },
  };
}

/**
 * Lowest and highest temperature of the chip in the measurements that last long enough to tell.
 *
 * @returns °C; undefined where the card does not tell
 */
function temperatureRange(results: readonly Result[]): [number, number] | undefined {
  const told = results.flatMap(({ answer: { temperatureC } }) =>
    temperatureC === undefined || temperatureC === null ? [] : [temperatureC],
  );
  return told.length === 0 ? undefined : [Math.min(...told), Math.max(...told)];
}
