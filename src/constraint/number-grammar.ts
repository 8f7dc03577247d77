import { anyOf, type GrammarText } from "./grammar-text.ts";

/** Numbers between two whole ends. */
export interface NumberRange {
  least: number;
  most: number;
  /** Whether the ends themselves are left out. */
  isOpen: { least: boolean; most: boolean };
  /** Whether numbers may have fractions. */
  hasFractions: boolean;
}

/** Of a number without a bound: it stays exact. */
export const FREE_BOUND = 10 ** 15 - 1;

/** Digits of which both ends have as many. */
interface Digits {
  low: string;
  high: string;
}

/** Whole numbers by their digits, and what may follow them. */
interface Numbers {
  digits: readonly Digits[];
  exit: string;
}

/**
 * Numbers of a range as a rule body; undefined where there are none. Its rules look at one digit at a
 * time, so that no two alternatives begin alike: XGrammar 0.1.27 joins some that do, and then lets
 * through what is in none of them (`findings/xgrammar-lets-more-through.sh`).
 */
export function numbersWithin(grammar: GrammarText, range: NumberRange): string | undefined {
  const { least, most, isOpen, hasFractions } = range;
  // Zero has no sign.
  const below = { low: Math.max(0, -most), isLowOpen: most >= 0 || isOpen.most };
  const above = { low: Math.max(0, least), isLowOpen: least >= 0 && isOpen.least };
  const fraction = isOpen.least || isOpen.most ? SURE_FRACTION : FRACTION;
  const halves = [
    { sign: '"-" ', half: { ...below, high: -least, isHighOpen: isOpen.least } },
    { sign: "", half: { ...above, high: most, isHighOpen: isOpen.most } },
  ];
  const options = halves.flatMap(({ sign, half }) => {
    const numbers = numbersOf(half, hasFractions ? fraction : undefined);
    return numbers.length === 0 ? [] : [`${sign}${new DigitRules(grammar).rule(numbers)}`];
  });
  return options.length === 0 ? undefined : anyOf(options);
}

const FRACTION = '"." [0-9]{1,15}';
/** Too short to round to the next whole number, behind one of up to nine digits. */
const SURE_FRACTION = '"." [0-9]{1,6}';
/** Of them those that are not zero. */
const POSITIVE_FRACTION = '"." "0"{0,5} [1-9] [0-9]{0,5}';

interface Half {
  low: number;
  high: number;
  isLowOpen: boolean;
  isHighOpen: boolean;
}

/** @param fraction undefined: none */
function numbersOf(
  { low, high, isLowOpen, isHighOpen }: Half,
  fraction: string | undefined,
): Numbers[] {
  const first = isLowOpen ? low + 1 : low;
  const whole = { low: first, high: isHighOpen ? high - 1 : high, exit: '""' };
  const others =
    fraction === undefined
      ? []
      : [
          { low: first, high: high - 1, exit: fraction },
          ...(isLowOpen ? [{ low, high: Math.min(low, high - 1), exit: POSITIVE_FRACTION }] : []),
        ];
  return [whole, ...others]
    .filter((numbers) => numbers.low <= numbers.high)
    .map((numbers) => ({ digits: digitsBetween(numbers.low, numbers.high), exit: numbers.exit }));
}

/** Whole numbers from 0 on, by how many digits they have. */
function digitsBetween(low: number, high: number): Digits[] {
  const parts: Digits[] = [];
  for (let start = low; start <= high; ) {
    const end = Math.min(high, 10 ** String(start).length - 1);
    parts.push({ low: String(start), high: String(end) });
    start = end + 1;
  }
  return parts;
}

/** Rules that go on by one digit, each for what may still come. */
class DigitRules {
  readonly #grammar: GrammarText;
  /** Names by what may still come. */
  readonly #names = new Map<string, string>();

  constructor(grammar: GrammarText) {
    this.#grammar = grammar;
  }

  rule(numbers: readonly Numbers[]): string {
    const key = JSON.stringify(numbers);
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = this.#grammar.name();
    this.#names.set(key, name);
    const exits = numbers.filter(({ digits }) => digits.some(({ low }) => low === ""));
    const options = exits.map(({ exit }) => exit);
    const byNext = new Map<string, { digits: string; next: Numbers[] }>();
    for (let digit = 0; digit < 10; digit++) {
      const next = behind(numbers, digit);
      if (next.length === 0) continue;
      const entry = byNext.get(JSON.stringify(next)) ?? { digits: "", next };
      entry.digits += digit;
      byNext.set(JSON.stringify(next), entry);
    }
    for (const { digits, next } of byNext.values()) options.push(`[${digits}] ${this.rule(next)}`);
    return this.#grammar.rule(anyOf(options), name);
  }
}

/** What may still come behind a digit. */
function behind(numbers: readonly Numbers[], digit: number): Numbers[] {
  return numbers.flatMap(({ digits, exit }) => {
    const left = digits.flatMap(({ low, high }) => {
      if (low === "" || digit < Number(low[0]) || digit > Number(high[0])) return [];
      const [rest, length] = [low.slice(1), low.length - 1];
      return [
        {
          low: digit === Number(low[0]) ? rest : "0".repeat(length),
          high: digit === Number(high[0]) ? high.slice(1) : "9".repeat(length),
        },
      ];
    });
    return left.length === 0 ? [] : [{ digits: left, exit }];
  });
}
