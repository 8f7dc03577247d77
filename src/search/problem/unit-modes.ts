import type { ExecutionOption } from "../../cost/cost-table.ts";

/** A way to run a unit: an option of each of its members, all on one partition. */
export interface UnitMode {
  /** Of the main member, which chooses the implementations. */
  lead: ExecutionOption;
  /** In the order of the members. */
  chosen: readonly ExecutionOption[];
}

/** Position of a unit's longest member alone on the whole GPU. */
export function mainMember(options: readonly (readonly ExecutionOption[])[]): number {
  const wholeUs = (member: number) => options[member]?.[0]?.soloUs ?? 0;
  return options.reduce((main, _, member) => (wholeUs(member) > wholeUs(main) ? member : main), 0);
}

/**
 * Modes of a unit: every option of the main member, with the fastest of each other member there.
 *
 * @param options of each member, that on the whole GPU first
 */
export function unitModes(options: readonly (readonly ExecutionOption[])[]): UnitMode[] {
  const main = mainMember(options);
  return (options[main] ?? []).flatMap((lead) => {
    const chosen = options.map((own, member) => (member === main ? lead : fastestOn(own, lead)));
    return chosen.every((option) => option !== undefined) ? [{ lead, chosen }] : [];
  });
}

function fastestOn(options: readonly ExecutionOption[], { side, split }: ExecutionOption) {
  return options
    .filter((option) => option.side === side && option.split === split)
    .reduce<ExecutionOption | undefined>(
      (best, option) => (best === undefined || option.soloUs < best.soloUs ? option : best),
      undefined,
    );
}
