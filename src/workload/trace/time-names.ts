import { PlannerError, type SourcePosition } from "../../errors.ts";
import type { TimeUnit } from "./arrival-time.ts";
import type { Columns } from "./columns.ts";
import { wordSet } from "./length-words.ts";
import { lastKey, wordsOf } from "./name-words.ts";

/** Words for how long something took, or how far apart two things were. */
const SPAN_WORDS = wordSet(
  "latency latencies duration durations elapsed ttft ttfb tpot itl e2e e2el delay delays interval intervals gap gaps wait waiting interarrival iat runtime timedelta tbt took delta deltas dt diff difference",
);
const SPAN_PHRASE =
  /\binter arrival\b|\bsince (the )?(last|previous)\b|\b(response|queue|queueing|processing|execution|inference|generation|prefill|decode|service|run|total) time\b|\btime (to|per|between|taken|spent|in queue)\b/;

/** Words for later moments of a request than its arrival. */
const LATER_WORDS = wordSet(
  "end ended ending finish finished complete completed completion stop stopped response responded scheduled done closed updated logged",
);
const LATER_PHRASE = /\b(first|last) token\b/;

/** Units by the last word of a name; those that `unit=` does not know as undefined. */
const UNITS: ReadonlyMap<string, TimeUnit | undefined> = new Map(
  (
    [
      ["s sec secs second seconds", "s"],
      ["ms msec msecs milli millis millisecond milliseconds", "ms"],
      ["ns nsec nano nanos nanosecond nanoseconds", "ns"],
      ["us usec usecs micro micros microsecond microseconds", undefined],
      [
        "m min mins minute minutes h hr hrs hour hours d day days week weeks month months",
        undefined,
      ],
    ] as const
  ).flatMap(([words, unit]) => words.split(" ").map((word) => [word, unit] as const)),
);

/** Words of what is no time at all. */
const NO_TIME_WORDS = wordSet("id ids uuid guid idx index rank row tokens toks");

/** A moment of the day may be in any unit. */
const UNIT_OF_MOMENT = /\bof (the )?(day|hour|minute|week|month)$/;

const KNOWN_WORDS: ReadonlySet<string> = new Set([
  ...SPAN_WORDS,
  ...LATER_WORDS,
  ...UNITS.keys(),
  ...wordSet(
    "first last time times timestamp arrival arrived start started request token unix epoch",
  ),
]);

/**
 * The name of a time may say that it is another time, or of another unit.
 *
 * @returns what a user must know of a time that is not when the request arrived
 * @throws PlannerError `E_INVALID_FILE`
 */
export function timeNameDoubts({ time, unit }: Columns, position: SourcePosition): string[] {
  if (time === undefined) return [];
  const words = wordsOf(lastKey(time), KNOWN_WORDS);
  const refuse = (what: string, remedy: string) => {
    throw new PlannerError("E_INVALID_FILE", `${time} ${what}, by its name`, {
      position,
      remedy: `${remedy} If it says something else, rename it.`,
    });
  };
  const spelt = words.join(" ");
  if (words.some((word) => SPAN_WORDS.has(word)) || SPAN_PHRASE.test(spelt))
    refuse(
      "is how long something took, or the time between two requests",
      "Name the column of the times at which requests arrived, or leave `time=` out.",
    );
  if (words.some((word) => NO_TIME_WORDS.has(word)))
    refuse("is no time", "Name the column of the times, or leave `time=` out.");
  const last = lastWord(words, spelt);
  if (unit !== undefined && UNITS.has(last) && UNITS.get(last) !== unit)
    refuse(
      `is in another unit than ${unit}`,
      UNITS.get(last) === undefined
        ? "Write the times in s, ms or ns, in a column that is called so."
        : `Say unit=${UNITS.get(last)} in --columns.`,
    );
  const isLater = words.some((word) => LATER_WORDS.has(word)) || LATER_PHRASE.test(spelt);
  return isLater && !words.includes("arrival") && !words.includes("arrived")
    ? [`${time} is read as when requests arrived, and its name speaks of a later moment`]
    : [];
}

/** A name of one or two letters says nothing. */
function lastWord(words: readonly string[], spelt: string): string {
  const last = words.at(-1) ?? "";
  return UNIT_OF_MOMENT.test(spelt) || (words.length === 1 && last.length < 3) ? "" : last;
}
