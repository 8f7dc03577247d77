export class StopStrings {
  readonly #stops: readonly string[];
  readonly #include: boolean;
  #held = "";
  constructor(stops: readonly string[], options: { include: boolean }) {
    this.#stops = stops;
    this.#include = options.include;
  }
  push(text: string): { text: string; stopped?: string } {
    const all = this.#held + text;
    let at = -1;
    let found = "";
    for (const stop of this.#stops) {
      const i = all.indexOf(stop);
      if (i >= 0 && (at < 0 || i < at)) {
        at = i;
        found = stop;
      }
    }
    if (at >= 0) {
      this.#held = "";
      return { text: all.slice(0, this.#include ? at + found.length : at), stopped: found };
    }
    let keep = 0;
    for (const stop of this.#stops)
      for (let n = Math.min(stop.length - 1, all.length); n > keep; n--)
        if (all.endsWith(stop.slice(0, n))) {
          keep = n;
          break;
        }
    this.#held = all.slice(all.length - keep);
    return { text: all.slice(0, all.length - keep) };
  }
  end(): string {
    const t = this.#held;
    this.#held = "";
    return t;
  }
}
