const MOST_SHOWN = 100;

/** A name that a client chose, cut to what an error can repeat and a comparison can afford. */
export function shownName(name: string): string {
  return name.length <= MOST_SHOWN ? name : `${name.slice(0, MOST_SHOWN)}…`;
}
