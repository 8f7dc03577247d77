import type { LoadedProfile } from "../profile/load.ts";
import { standInTexts } from "../profile/stand-in-texts.ts";
import type { KernelOrigin, OutdatedKernel, SessionTemperature } from "../store/compose.ts";
import { isInFuture } from "../text/calendar.ts";
import { formatPercent } from "../text/units.ts";
import { temperatureText } from "./temperature-text.ts";

/** What a user must know of how a profile came about: what is not of one session, or not measured. */
export function profileNotes(
  { profile, composition, scaled = [] }: LoadedProfile,
  now = new Date(),
): string[] {
  const { sessions = [], measured = [], interpolated = [], missingPairs = [] } = composition ?? {};
  const { temperatures = [], outdated = [] } = composition ?? {};
  const [first, ...others] = sessions;
  const parts = others.map((id) => sessionText(id, [...measured, ...interpolated]));
  const { measuredAt } = profile.provenance;
  return [
    ...(isInFuture(measuredAt, now)
      ? [
          `measured at ${measuredAt}, which is in the future: the clock of this machine is wrong, or that of the one that measured`,
        ]
      : []),
    ...(parts.length === 0
      ? []
      : [
          `measured in several sessions: ${first}; ${parts.join("; ")}`,
          spreadText(temperatures, sessions.length),
        ]),
    ...scaled,
    ...(composition === undefined ? [] : standInTexts(composition)),
    ...(outdated.length === 0 ? [] : [outdatedText(outdated)]),
    ...(missingPairs.length === 0
      ? []
      : [`never measured side by side, so never run so: ${missingPairs.join(", ")}`]),
  ];
}

/** One note for all kernels that are faster or slower today than when they were measured. */
function outdatedText(outdated: readonly OutdatedKernel[]): string {
  const kindOf = ({ kernel }: OutdatedKernel) => kernel.split(" ", 1).join();
  const kinds = [...new Set(outdated.map(kindOf))];
  const changes = outdated.map((each) => {
    const since = each.changes.map(({ at, what }) => `since ${at.slice(0, 10)} it ${what}`);
    return `${kindOf(each)}: ${since.join(", and ")}`;
  });
  return `measured before the code of ${kinds.join(" and ")} changed, which \`profile --missing\` measures again. ${[...new Set(changes)].join(". ")}`;
}

/** How far apart the sessions of one profile were in the temperature of the chip. */
function spreadText(temperatures: readonly SessionTemperature[], sessions: number): string {
  const silent = sessions - temperatures.length;
  if (temperatures.length === 0) return "the temperature of the chip was logged in none of them";
  const lowest = Math.min(...temperatures.map(({ lowestC }) => lowestC));
  const highest = Math.max(...temperatures.map(({ highestC }) => highestC));
  const logged = `the chip was at ${temperatureText([lowest, highest])}`;
  return silent === 0
    ? `${logged} in them`
    : `${logged} in ${temperatures.length} of these ${sessions} sessions; the others did not log it`;
}

function sessionText(id: string, measured: readonly KernelOrigin[]): string {
  const own = measured.filter(({ session }) => session === id);
  if (own.length === 0) return `pairs from ${id}`;
  const factors = own.map(({ bias }) => bias?.timeFactor ?? 1);
  const left = Math.max(...own.map(({ bias }) => bias?.left ?? 0));
  const [least, most] = [Math.min(...factors), Math.max(...factors)].map((factor) =>
    formatPercent(factor - 1),
  );
  const by = least === most ? least : `${least} to ${most}`;
  const kernels = own.map(({ kernel }) => kernel).join(", ");
  return `from ${id} ${kernels}, corrected by ${by}, with an error of ${formatPercent(left)}`;
}
