import type { LoadedProfile } from "../profile/load.ts";
import type { KernelOrigin } from "../store/compose.ts";
import type { StandInPair } from "../store/stand-in-pairs.ts";
import { formatPercent } from "../text/units.ts";

/** What a user must know of how a profile came about: what is not of one session, or not measured. */
export function profileNotes({ composition, scaled = [] }: LoadedProfile): string[] {
  const { sessions = [], measured = [], missingPairs = [], standInPairs = [] } = composition ?? {};
  const [first, ...others] = sessions;
  const parts = others.map((id) => sessionText(id, measured));
  return [
    ...(parts.length === 0 ? [] : [`measured in several sessions: ${first}; ${parts.join("; ")}`]),
    ...scaled,
    ...measured.flatMap(({ kernel, standIn }) =>
      standIn === undefined ? [] : [standInText(kernel, standIn)],
    ),
    ...(standInPairs.length === 0 ? [] : [standInPairsText(standInPairs)]),
    ...(missingPairs.length === 0
      ? []
      : [`never measured side by side, so never run so: ${missingPairs.join(", ")}`]),
  ];
}

function standInText(
  kernel: string,
  { kernel: source, error }: NonNullable<KernelOrigin["standIn"]>,
): string {
  const off = error > 0 ? `, which may be off by ${formatPercent(error)}` : "";
  return `${kernel}: not measured, taken from ${source}${off}`;
}

/** Slowdowns that nobody measured: what they promise is worth less. */
function standInPairsText(pairs: readonly StandInPair[]): string {
  const worst = Math.max(...pairs.map(({ error }) => error));
  const kinds = [...new Set(pairs.map(({ what }) => what))];
  return `never measured side by side, so that slowdowns of other pairs stand in for theirs, off by up to ${formatPercent(worst, 0)}: ${pairs.length} pairs of ${kinds.join(", ")}`;
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
