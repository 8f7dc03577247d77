/**
 * Tick labels in µs at round steps, each at the column where it starts.
 *
 * @param stripColumns columns after which the axis goes on in the next strip; no label is cut
 * @returns a line for each strip
 */
export function drawAxis(columns: number, periodUs: number, stripColumns = columns): string[] {
  const step = roundStep((periodUs / columns) * 12);
  const strips = Array.from({ length: Math.ceil(columns / stripColumns) }, () => "");
  for (let us = 0; us < periodUs; us += step) {
    const label = `|${Number(us.toPrecision(6))}`;
    const column = Math.round((us / periodUs) * columns);
    const [strip, place] = [Math.floor(column / stripColumns), column % stripColumns];
    if (place + label.length > stripColumns) continue;
    strips[strip] = (strips[strip] ?? "").padEnd(place) + label;
  }
  return strips.map((axis) => axis.padEnd(stripColumns));
}

/** The least of 1, 2, 5, 10, 20, 50 ... that is not below the value. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5].find((candidate) => candidate * power >= least) ?? 10;
  return factor * power;
}
