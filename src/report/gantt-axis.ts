/** Tick labels in µs at round steps, each at the column where it starts. */
export function drawAxis(columns: number, periodUs: number): string {
  const step = roundStep((periodUs / columns) * 12);
  let axis = "";
  for (let us = 0; us < periodUs; us += step) {
    const label = `|${Number(us.toPrecision(6))}`;
    const column = Math.round((us / periodUs) * columns);
    if (column + label.length > columns) break;
    axis = axis.padEnd(column) + label;
  }
  return `${axis.padEnd(columns)} µs`;
}

/** The least of 1, 2, 5, 10, 20, 50 ... that is not below the value. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5].find((candidate) => candidate * power >= least) ?? 10;
  return factor * power;
}
