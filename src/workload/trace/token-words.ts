import { requireTokens } from "./length-unit.ts";
import { RowFault } from "./row-fault.ts";
import { shownValue } from "./shown-value.ts";
import { NOT_A_COUNT, tokenCount } from "./token-count.ts";
import { needsItsPath, type TokenKind } from "./token-names.ts";

/** Lengths of a row. */
export interface RowTokens {
  promptTokens: number;
  outputTokens: number;
}

/**
 * Tokens of a prompt that a cache held, by one field; 0 by a field that speaks of the output.
 *
 * @throws RowFault where the lengths are not those of one request that the model served
 */
export function cachedTokensOf(
  { field, kind, value }: { field: string; kind: TokenKind; value: unknown },
  { promptTokens, outputTokens }: RowTokens,
): number {
  switch (kind) {
    case "total":
      requireSum(field, value, promptTokens + outputTokens);
      return 0;
    case "answers":
      if (countIn(value) > 1) throw severalAnswers(field, countIn(value));
      return 0;
    case "requests":
      if (countIn(value) > 1) throw severalRequests(field, countIn(value));
      return 0;
    case "cachedBeside":
      if (countIn(value) > 0) throw besidePrompt(field, countIn(value));
      return 0;
    case "outputBeside":
      if (countIn(value) > 0) throw besideOutput(field, countIn(value));
      return 0;
    case "outputDropped":
      if (countIn(value) > 0) throw droppedOutput(field, countIn(value));
      return 0;
    case "reasoning":
      if (countIn(value) > outputTokens) throw besideOutput(field, countIn(value));
      return 0;
    case "cached":
      return insidePrompt(field, countIn(value), promptTokens);
    case "cachedShare":
      return Math.round((shareIn(field, value) ?? 0) * promptTokens);
    case "uncached":
      return restOfPrompt(field, value, promptTokens);
    case "uncachedShare":
      return Math.round((1 - (shareIn(field, value) ?? 1)) * promptTokens);
    case "unit":
      requireTokens(field, value);
      return 0;
    case "answered":
      return whereAnswered(field, value, promptTokens);
  }
}

function countIn(value: unknown): number {
  const count = tokenCount(value);
  return count === undefined || count === NOT_A_COUNT ? 0 : count;
}

function insidePrompt(field: string, tokens: number, promptTokens: number): number {
  if (tokens > promptTokens) throw besidePrompt(field, tokens);
  return tokens;
}

/** What a cache held, where a field says what it did not hold. */
function restOfPrompt(field: string, value: unknown, promptTokens: number): number {
  const uncached = tokenCount(value);
  if (uncached === undefined || uncached === NOT_A_COUNT) return 0;
  return promptTokens - insidePrompt(field, uncached, promptTokens);
}

/** A share, or percent where the name or the number says so; undefined where none is said. */
function shareIn(field: string, value: unknown): number | undefined {
  const number = typeof value === "string" ? Number.parseFloat(value) : Number(value ?? Number.NaN);
  if (Number.isNaN(number)) return undefined;
  const isPercent = /pct|percent/i.test(field) || String(value).includes("%") || number > 1;
  const share = isPercent ? number / 100 : number;
  if (share >= 0 && share <= 1) return share;
  throw new RowFault(
    `${field} is ${String(value).slice(0, 40)}, no share of a prompt`,
    `Give a share from 0 to 1, or percent. If ${field} says something else, rename it.`,
  );
}

const NOT_ANSWERED =
  /^(|false|f|no|n|0|0\.0|none|null|nil|nan|na|n\/a|-|(cache[ _-]?)?miss(ed)?|bypass(ed)?|expired|dynamic|disabled|off|skip(ped)?|unknown|not[ _-]?found|uncached)$/i;

function whereAnswered(field: string, value: unknown, promptTokens: number): number {
  const said = value === undefined || value === null ? "" : String(value).trim();
  if (NOT_ANSWERED.test(said)) return 0;
  // A number is that of tokens.
  const tokens = countIn(value);
  if (tokens > 1) return insidePrompt(field, tokens, promptTokens);
  throw new RowFault(
    `${field} is ${said.slice(0, 40)}: a cache may have answered in the model's place`,
    `Leave out the rows that the model did not serve, and the column ${field}. If it says something else, rename it.`,
  );
}

function severalAnswers(field: string, answers: number): RowFault {
  return new RowFault(
    `${field} says ${answers}: the output seems to be that of several answers to one prompt`,
    `Write a row for each answer, with its own output tokens. If ${field} says something else, rename it.`,
  );
}

function severalRequests(field: string, requests: number): RowFault {
  return new RowFault(
    `${field} is ${requests}: the row seems to stand for several requests`,
    `Name it if each of them has the lengths of the row: --columns in=NAME,out=NAME,count=${field}. If it says something else, rename it.`,
  );
}

function requireSum(field: string, value: unknown, sum: number): void {
  const total = tokenCount(value);
  if (total === undefined || total === sum) return;
  // Called so alone, it may be a price or a time.
  if (total === NOT_A_COUNT && needsItsPath(field)) return;
  const shown = total === NOT_A_COUNT ? shownValue(value) : total;
  throw new RowFault(
    `${field} is ${shown}, and prompt and output are ${sum} together: one of the three is wrong, or some tokens stand elsewhere`,
    `Correct the row, or leave it out. If ${field} says something else, rename it.`,
  );
}

/** Where they stand in the prompt too, nothing is lost by leaving the column out. */
function besidePrompt(field: string, tokens: number): RowFault {
  return new RowFault(
    `${field} is ${tokens}: whether the prompt counts these tokens is not certain`,
    `If it does, leave ${field} out. Else write the sum as a column of its own, and name that: --columns in=NAME,out=NAME.`,
  );
}

function besideOutput(field: string, tokens: number): RowFault {
  return new RowFault(
    `${field} is ${tokens}: the model generated these tokens too, and the output does not count them`,
    `Write the sum as a column of its own, leave ${field} out, and name that: --columns in=NAME,out=NAME.`,
  );
}

function droppedOutput(field: string, tokens: number): RowFault {
  return new RowFault(
    `${field} is ${tokens}: the output seems to count these tokens, and they do not stand in the answer`,
    `If it does, write the output without them as a column of its own, leave ${field} out, and name that: --columns in=NAME,out=NAME. If ${field} says something else, rename it.`,
  );
}
