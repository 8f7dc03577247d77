import type { Plan } from "../generated/plan.ts";
import { certificateWords } from "./certificate.ts";
import { errorAt, type Finding, noteAt, type Subject } from "./finding.ts";

const ASKED_FOR = "the plan without overlap was asked for";
const STRUCTURE = "[a-z0-9+, -]+?";
const PERCENT = "\\d+(?:\\.\\d+)?";
const ENERGY = `, and (?<energyError>${PERCENT})%, that of what they take of energy there, over (?<energyShare>\\d+)% of the layer's`;
const UNSETTLED = `, and (?<unsettled>${PERCENT})% of its energy, by kernels that drew more than the cap when they were measured`;
const MARGIN =
  `may be wrong with it, (?<least>${PERCENT})%: the spread of the measurements, (?<spread>${PERCENT})%, ` +
  `and (?<error>${PERCENT})%, the median error of such slowdowns, over the (?<share>\\d+)% of the period that kernels run side by side(?:${ENERGY})?(?:${UNSETTLED})?`;
const LIMIT =
  `the spread of the measurements, (?<spreadAlone>${PERCENT})%|` +
  `the (?<asked>${PERCENT})% asked for|` +
  `the (?<fellShort>${PERCENT})% by which chosen plans fell short of their predictions on GPUs`;
const FOUND =
  `the best schedule found, ${STRUCTURE}, would gain (?<gain>${PERCENT})% in prediction, ` +
  `no more than (?:${MARGIN}|${LIMIT})`;
const NONE_SHORTER =
  "no overlapped plan is shorter in prediction: (?:bounds on the kernels of every split and their energy rule it out|co-running kernels slow each other down by more than overlapping saves)";
const ENDED = "no overlapped plan was found before the search ended early";
const DURATION = "\\d+\\.\\d+ (?:µs|ms|s)";
const POWER =
  `; the power cap (?:is what limits: at boost clock the best overlapped plan would gain (?<atBoost>${PERCENT})%, but at the cap the energy of its layer alone takes ${DURATION}` +
  `|binds already: at this clock the energy of a layer alone takes (?<layer>${DURATION}))`;
const APART = "; (?:two kernels|\\d+ pairs of kernels) that nobody measured side by side run apart";
const FORM = new RegExp(`^(?:${FOUND}|${NONE_SHORTER}|${ENDED})(?:${POWER})?(?:${APART})?$`);

/** Percentages have two digits after the point, or none. */
const HALF_DIGIT = 0.005_001;
const HALF_PERCENT = 0.501;
/** What the certificate's gaps leave of a gain: they have four digits, and count what is no plan too. */
const GAIN_SLACK = 0.02;
const LEAST_OF_GAIN = 0.9;

type Words = Readonly<Record<string, string | undefined>>;

/**
 * Checks what a sequential plan says of the overlap that it goes without, against its own figures.
 * Words of another form are named as such: nothing can check them.
 */
export function checkReason(subject: Subject): Finding[] {
  const { plan } = subject;
  const { reason, search } = plan;
  if (reason === undefined) return [];
  const fail = (message: string) => errorAt(subject, ["reason"], "numbers", message);
  const isUnsearched = reason === ASKED_FOR;
  if (isUnsearched !== (search.method === "none")) {
    return [fail(`the reason is "${shortened(reason)}", but the method is ${search.method}`)];
  }
  if (isUnsearched) return [];
  const words = FORM.exec(reason)?.groups;
  if (words === undefined) {
    const message = "the reason has other words than a search: they were not checked";
    return [noteAt(subject, ["reason"], "numbers", message)];
  }
  return [...ofMargin(words), ...ofGain(plan, words), ...ofRest(plan, words)]
    .filter(([isFault]) => isFault)
    .map(([, what]) => fail(`the reason says ${what}`));
}

type Claim = [isFault: boolean, what: string];

/** A gain that is not trusted is no more than its margin, which is the sum of what it names. */
function ofMargin(words: Words): Claim[] {
  const { gain, spread, error, share, energyError, energyShare, unsettled = "0" } = words;
  const least = leastGain(words);
  if (gain === undefined || least === undefined) return [];
  const claims: Claim[] = [
    [Number(gain) > least, `${gain}% are no more than ${least.toFixed(2)}%`],
  ];
  if (spread === undefined) return claims;
  const parts = [
    [error, share],
    [energyError ?? "0", energyShare ?? "0"],
  ].map(([percent, part]) => ({ percent: Number(percent), part: Number(part) / 100 }));
  const whole = Number(spread) + Number(unsettled);
  const sum = parts.reduce((total, { percent, part }) => total + percent * part, whole);
  const slack = parts.reduce(
    (total, { percent, part }) => total + (percent * HALF_PERCENT) / 100 + HALF_DIGIT * part,
    3 * HALF_DIGIT,
  );
  return [
    ...claims,
    [
      Math.abs(sum - least) > slack,
      `that ${least.toFixed(2)}% may be wrong, but its parts come to ${sum.toFixed(2)}%`,
    ],
  ];
}

/** By how much the best schedule is shorter than the plan, the certificate's two gaps say as well. */
function ofGain({ predicted: { gap }, search: { certificate } }: Plan, { gain }: Words): Claim[] {
  if (gain === undefined || gap === null) return [];
  const words = certificateWords(certificate);
  if (words === undefined) return [];
  const isBest = words.best !== undefined || certificate.includes("schedule found: optimal");
  const best = isBest ? Number(words.best ?? 0) / 100 : gap;
  const most = ((1 + gap) / (1 + best) - 1) * 100;
  const isOff =
    Number(gain) > most + GAIN_SLACK ||
    (certificate.includes("its gain is not trusted") &&
      Number(gain) < LEAST_OF_GAIN * most - GAIN_SLACK);
  return [[isOff, `a gain of ${gain}%, but the certificate's gaps make it ${most.toFixed(2)}%`]];
}

function ofRest({ predicted, provenance }: Plan, words: Words): Claim[] {
  const { gain = "0", atBoost, asked, layer } = words;
  const enough = Math.max(Number(gain), leastGain(words) ?? 0);
  const command = /\s--min-gain[\s=]+([\d.]+)/.exec(provenance.command)?.[1];
  const layerUs = layer === undefined ? undefined : microseconds(layer);
  return [
    [
      atBoost !== undefined && Number(atBoost) < enough - HALF_DIGIT,
      `a gain of ${atBoost}% at boost clock, which would not be enough there either`,
    ],
    [
      asked !== undefined && Number(command).toFixed(2) !== asked,
      `that ${asked}% was asked for, but the command has ${command ?? "no"} --min-gain`,
    ],
    [
      layerUs !== undefined && Math.abs(layerUs / predicted.sequentialUs - 1) > 1e-3,
      `that the energy of a layer takes ${layer}, but the period is ${predicted.sequentialUs} µs`,
    ],
  ];
}

function leastGain({ least, spreadAlone, asked, fellShort }: Words): number | undefined {
  const found = least ?? spreadAlone ?? asked ?? fellShort;
  return found === undefined ? undefined : Number(found);
}

const UNIT_US: Readonly<Record<string, number>> = { µs: 1, ms: 1e3, s: 1e6 };

function microseconds(duration: string): number {
  const [value, unit = ""] = duration.split(" ");
  return Number(value) * (UNIT_US[unit] ?? Number.NaN);
}

function shortened(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}
