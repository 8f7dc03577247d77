/** Microseconds with the unit that suits them: `12.3 µs`, `25.99 ms`, `1.25 s`. */
export function formatDuration(durationUs: number): string {
  if (durationUs < 10_000) return `${durationUs.toFixed(1)} µs`;
  if (durationUs < 1_000_000) return `${(durationUs / 1000).toFixed(2)} ms`;
  return `${(durationUs / 1_000_000).toFixed(2)} s`;
}

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB"];

/** Bytes by powers of 1024: `512 B`, `1.5 GiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(unit === 0 ? 0 : 1)} ${BYTE_UNITS[unit]}`;
}

/** Large counts, such as parameters, shortened: `46.70 B`, `3.5 M`, `1,200`. */
export function formatCount(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toFixed(2)} B`;
  if (count >= 1e6) return `${(count / 1e6).toFixed(1)} M`;
  return formatInteger(count);
}

/** A figure in a message, to seven significant digits at most: `1234.568`, `0.1`. */
export function formatNumber(value: number): string {
  return String(Number(value.toPrecision(7)));
}

/** Rounded, with separators at the thousands: `12,346`. */
export function formatInteger(value: number): string {
  // The first number that Intl formats takes 30 ms, more than many a command has to do.
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A fraction as percent: `1.23%`. */
export function formatPercent(fraction: number, digits = 2): string {
  // What rounds to zero has no sign.
  return `${(fraction * 100).toFixed(digits).replace(/^-(?=[0.]*$)/, "")}%`;
}

/** A gap to a bound: `1.09%`, or `none proven`. */
export function formatGap(gap: number | null): string {
  return gap === null ? "none proven" : formatPercent(gap);
}

/** A bound and the gap to it: `1493.4 µs, gap 1.09%`, or `none yet`. */
export function formatBound(lowerBoundUs: number | null, gap: number | null): string {
  return lowerBoundUs === null || gap === null
    ? "none yet"
    : `${formatDuration(lowerBoundUs)}, gap ${formatPercent(gap)}`;
}

/** How many times faster: `1.108x`. */
export function formatSpeedup(ratio: number): string {
  return `${ratio.toFixed(3)}x`;
}
