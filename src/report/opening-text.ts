import { formatBytes } from "../text/units.ts";

/** What a program takes to capture, forecast or measured. */
interface Capture {
  name: string;
  seconds: number;
  /** Of GPU memory. */
  bytes: number;
}

/** What a GPU took to open. */
interface Opening {
  fillSeconds: number;
  weightBytes: number;
  captures: readonly Capture[];
}

/** What capturing programs will take, all of them and each. */
export function forecastText(forecast: readonly Capture[]): string {
  const each = forecast.map(({ name, seconds, bytes }) => `${name} ${taking(seconds, bytes)}`);
  return `Captures ${forecast.length} programs, about ${taking(...sumOf(forecast))}: ${each.join("; ")}.`;
}

/** What opening took. */
export function openingText({ fillSeconds, weightBytes, captures }: Opening): string {
  const weights = `${formatBytes(weightBytes)} of weights in ${fillSeconds.toFixed(2)} s`;
  return `Filled ${weights}, and captured ${captures.length} programs: ${taking(...sumOf(captures))}.`;
}

function sumOf(parts: readonly { seconds: number; bytes: number }[]): [number, number] {
  return parts.reduce<[number, number]>(
    ([seconds, bytes], part) => [seconds + part.seconds, bytes + part.bytes],
    [0, 0],
  );
}

function taking(seconds: number, bytes: number): string {
  return `${seconds.toFixed(2)} s, ${formatBytes(bytes)}`;
}
