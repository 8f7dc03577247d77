import type { Session } from "../generated/session.ts";

/** How an id begins that campaigns give: `2026-11-29-0200-`. */
const DATED_ID = /^(\d{4}-\d\d-\d\d)-(\d\d)(\d\d)-/;

/**
 * What a session's id says of its date, where its measurements say otherwise: later sessions win, and
 * which kernels changed since is told by the date.
 */
export function otherDateOfId({
  id,
  provenance,
}: Pick<Session, "id" | "provenance">): string | undefined {
  const [, day, hours, minutes] = DATED_ID.exec(id) ?? [];
  const isSame =
    day === undefined || provenance.measuredAt.startsWith(`${day}T${hours}:${minutes}`);
  return isSame ? undefined : `${day} ${hours}:${minutes}`;
}
