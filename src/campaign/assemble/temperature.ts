import type { SessionFacts } from "../../store/session-text.ts";
import type { Result } from "../jobs/results.ts";

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

/** What a session says of itself, with the temperatures at which it was measured. */
export function withTemperature(facts: SessionFacts, results: readonly Result[]): SessionFacts {
  const temperatureC = temperatureRange(results);
  return temperatureC === undefined
    ? facts
    : { ...facts, provenance: { ...facts.provenance, temperatureC } };
}
