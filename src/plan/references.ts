import { PlannerError } from "../errors.ts";

/** A nano-operation some layers before the one that refers to it. */
export interface PlanReference {
  id: string;
  /** Layers back; negative for a later layer, which another nano-batch runs ahead of. */
  distance: number;
}

const PATTERN = /^([a-z0-9_]+\.[0-9]+)(?:@([+-][1-9][0-9]*))?$/;

/**
 * `o_proj.0` is the same layer, `o_proj.0@-1` the layer before, `o_proj.0@+1` the layer after.
 *
 * @throws PlannerError `E_UNSOUND_PLAN` on any other text
 */
export function parseReference(text: string): PlanReference {
  const [, id, layers] = PATTERN.exec(text) ?? [];
  if (id === undefined) {
    throw new PlannerError("E_UNSOUND_PLAN", `\`${text}\` refers to no nano-operation`, {
      remedy: "Write `operation.nanoBatch`, with `@-1` after it for the layer before.",
    });
  }
  return { id, distance: layers === undefined ? 0 : -Number(layers) };
}

/** Inverse of `parseReference`. */
export function formatReference({ id, distance }: PlanReference): string {
  if (distance === 0) return id;
  return distance > 0 ? `${id}@-${distance}` : `${id}@+${-distance}`;
}
