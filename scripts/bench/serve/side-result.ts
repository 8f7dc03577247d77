import { type Spread, spreadOf } from "./spread.ts";

/** What one replay of the requests came to on one side. */
export interface SideResult {
  /** Whole run, ramp and drain included; null where the drain was cut off. */
  tokensPerSecond: number | null;
  /** Where requests flow; null where they never do, or the side does not say. */
  steadyTokensPerSecond: number | null;
  seconds: number;
  /** What else the side says of itself. */
  [detail: string]: unknown;
}

const FIGURES = ["tokensPerSecond", "steadyTokensPerSecond"] as const;
type Figures = Record<(typeof FIGURES)[number], Spread | null>;

/** Figures over rounds. */
export function figuresOf(rounds: readonly SideResult[]): Figures {
  return perFigure((figure) => rounds.map((round) => round[figure]));
}

/** Of each round of one side over that of the other. */
export function ratioOf(one: readonly SideResult[], other: readonly SideResult[]): Figures {
  return perFigure((figure) =>
    one.map((round, index) => {
      const [mine, theirs] = [round[figure], other[index]?.[figure] ?? null];
      return mine === null || theirs === null ? null : mine / theirs;
    }),
  );
}

function perFigure(of: (figure: (typeof FIGURES)[number]) => readonly (number | null)[]): Figures {
  const [tokensPerSecond, steadyTokensPerSecond] = FIGURES.map((figure) =>
    spreadOf(of(figure).filter((value) => value !== null)),
  ) as [Spread | null, Spread | null];
  return { tokensPerSecond, steadyTokensPerSecond };
}
