import { median } from "simple-statistics";

/** What a side came to in one turn under sustained load. */
export interface Turn {
  us: number;
  /** Interquartile range over median. */
  spread: number;
  energyMj: number;
  clockMhz: number;
  powerW: number;
}

/** One way to do a thing, and how it is timed. */
export interface Side {
  name: string;
  /** Of the product, where it is known. */
  implementation?: string | undefined;
  turn(): Promise<Turn>;
}

/** Medians of the turns. */
export interface SideResult extends Turn {
  name: string;
  implementation?: string | undefined;
  turnsUs: readonly number[];
}

/** Times the sides in turn, round after round, so that what drifts meets all alike. */
export async function takeTurns(sides: readonly Side[], rounds: number): Promise<SideResult[]> {
  const turns = sides.map((): Turn[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, side] of sides.entries()) turns[index]?.push(await side.turn());
  return sides.map(({ name, implementation }, index) => ({
    ...{ name, implementation },
    ...summary(turns[index] ?? []),
  }));
}

/**
 * How much faster the first side is, as a ratio: the median, the least and the most of the rounds.
 * Both numbers of a ratio come from one round.
 */
export function speedUp(first: SideResult, second: SideResult) {
  const ratios = first.turnsUs.map((us, round) => (second.turnsUs[round] ?? Number.NaN) / us);
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}

function summary(turns: readonly Turn[]): Omit<SideResult, "name" | "implementation"> {
  const of = (key: keyof Turn) => median(turns.map((turn) => turn[key]));
  return {
    us: of("us"),
    spread: Math.max(...turns.map(({ spread }) => spread)),
    energyMj: of("energyMj"),
    clockMhz: of("clockMhz"),
    powerW: of("powerW"),
    turnsUs: turns.map(({ us }) => us),
  };
}
