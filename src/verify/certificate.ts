import type { Plan } from "../generated/plan.ts";
import { formatPercent } from "../text/units.ts";
import { errorAt, type Finding, noteAt, type Subject } from "./finding.ts";

/** Percentages in a certificate have two digits after the point, and so half a hundredth to either side. */
const HALF_DIGIT = 0.005_001;
/** Periods have two digits after the point, µs. */
const PERIOD_DIGIT = 0.005;
/** Gaps have four digits. */
const ROUNDING = 1e-3;
/** Up to this gap a plan is called optimal, as a share. */
const OPTIMAL = 1.1e-4;

const UNSEARCHED = "nothing was searched: the plan without overlap was asked for";
const PROOF =
  "(?<unproven>nothing is proven of the space yet)|(?<optimal>optimal within the space)|" +
  "within (?<gap>\\d+\\.\\d\\d)% of the optimum of the space" +
  "(?: \\(the best schedule found: (?:optimal|within (?<best>\\d+\\.\\d\\d)%), but (?:it overlaps nothing|its gain is not trusted)\\))?";
const SPACE =
  "(?:one nano-batch|1 to (?<parts>\\d+) nano-batches) cut at multiples of (?<cut>\\d+) tokens, all operations cut alike[^()]*, decode tokens [a-z -]+";
const EXTENT =
  "(?<all>all searched)|(?<searched>\\d+) searched(?: \\(within (?<ofSearched>\\d+\\.\\d\\d)%\\))?, the others (?:(?<bounded>bounded)|not yet)";
const END =
  "searched to the end|the (?:node|time) limit ended the search early|an interruption ended the search early";
const FORM = new RegExp(
  `^(?:${PROOF}): (?<structures>\\d+) structures(?: of (?<batches>\\d+) dense batches)? \\(${SPACE}\\), (?:${EXTENT}); ` +
    `every order, SM share and implementation, small operations kept with their kernel; (?<end>${END})$`,
);

type Words = Readonly<Record<string, string | undefined>>;

/** What a certificate says, by name; undefined where its words are those of no search. */
export function certificateWords(certificate: string): Words | undefined {
  return FORM.exec(certificate)?.groups;
}

type Fault = [
  key: "certificate" | "structuresSearched" | "searchedLowerBoundUs" | "nodes",
  message: string,
];

/**
 * Checks what the certificate says in words against the figures of the same plan, and the figures of
 * the search against each other. Words of another form are named as such: nothing can check them.
 */
export function checkCertificate(subject: Subject): Finding[] {
  const { certificate, method } = subject.plan.search;
  const faults = faultsOfFigures(subject.plan);
  const findings = faults.map(([key, message]) =>
    errorAt(subject, ["search", key], "numbers", message),
  );
  const fail = (message: string) =>
    errorAt(subject, ["search", "certificate"], "numbers", `the certificate says ${message}`);
  if (certificate === UNSEARCHED) {
    return method === "none"
      ? findings
      : [...findings, fail(`that nothing was searched, but the method is ${method}`)];
  }
  const words = certificateWords(certificate);
  if (words === undefined) {
    const message = "the certificate has other words than a search: they were not checked";
    return [...findings, noteAt(subject, ["search", "certificate"], "numbers", message)];
  }
  return [...findings, ...contradictions(subject.plan, words).map(fail)];
}

/** What was searched is a part of the space: its bound is no lower, and no higher than the plan. */
function faultsOfFigures({ kind, predicted, search }: Plan): Fault[] {
  const { structures, structuresSearched: searched, searchedLowerBoundUs: bound } = search;
  const faults: Fault[] = [];
  if (searched !== undefined && searched > structures) {
    const message = `${searched} structures are said to be searched, of ${structures}`;
    faults.push(["structuresSearched", message]);
  }
  // Bounds take no nodes, and what they leave runs nothing side by side.
  if (search.nodes === 0 && search.method === "branch" && kind === "overlapped")
    faults.push(["nodes", "an overlapped plan comes of a node at least, but there are 0"]);
  if (bound === undefined || bound === null) return faults;
  const { lowerBoundUs, periodUs } = predicted;
  // Periods have two digits after the point.
  if (bound < (lowerBoundUs ?? 0) - 0.01 || bound > periodUs + 0.01) {
    const message = `the bound of the structures searched is ${bound} µs, which is not between that of all and the period`;
    faults.push(["searchedLowerBoundUs", message]);
  }
  return faults;
}

/** What the words say that the figures of the plan do not, each as the end of a sentence. */
function contradictions(plan: Plan, words: Words): string[] {
  return [...ofProof(plan, words), ...ofExtent(plan, words), ...ofSpace(plan, words)]
    .filter(([isFault]) => isFault)
    .map(([, what]) => what);
}

type Claim = [isFault: boolean, what: string];

/** How near the best the plan is. */
function ofProof({ predicted: { gap }, search: { method } }: Plan, words: Words): Claim[] {
  const { unproven, optimal, best } = words;
  const isProven = unproven === undefined;
  const known = gap === null ? "no gap" : `a gap of ${formatPercent(gap)}`;
  return [
    [method === "none", "that a space was searched, but the method is none"],
    [
      isProven === (gap === null),
      `${isProven ? "what is" : "that nothing is"} proven, but there is ${known}`,
    ],
    [optimal !== undefined && gap !== null && gap > OPTIMAL, `optimal, but there is ${known}`],
    [isOff(words.gap, gap), `within ${words.gap}%, but there is ${known}`],
    [
      Number(best) > Number(words.gap),
      `within ${best}% for the best schedule, and less for the plan`,
    ],
  ];
}

/** How many structures there are, and how many were searched. */
function ofExtent({ predicted: { gap, periodUs }, search }: Plan, words: Words): Claim[] {
  const { structures, structuresSearched: searched, searchedLowerBoundUs: boundUs } = search;
  const isAll = words.all !== undefined;
  const said = isAll ? structures : Number(words.searched);
  const others = words.bounded ?? "not yet bounded";
  const ofSearched = boundUs ? periodUs / boundUs - 1 : null;
  const known = ofSearched === null ? "no bound" : `a gap of ${formatPercent(ofSearched)}`;
  return [
    [
      Number(words.structures) !== structures,
      `${words.structures} structures, but there are ${structures}`,
    ],
    [
      Number(words.batches) > structures,
      `${words.batches} dense batches, but there are ${structures} structures`,
    ],
    [searched !== undefined && said !== searched, `${said} searched, but ${searched} were`],
    [
      !isAll && (words.bounded === undefined) !== (gap === null),
      `the others ${others}, but the gap is ${gap}`,
    ],
    [
      boundUs !== undefined && !isAll && (words.ofSearched === undefined) !== (boundUs === null),
      `${words.ofSearched ?? "no "}% for those searched, but there is ${known} of them`,
    ],
    [
      isOff(words.ofSearched, ofSearched, PERIOD_DIGIT / periodUs) &&
        !isNone(words.ofSearched, ofSearched),
      `within ${words.ofSearched}% for those searched, but they have ${known}`,
    ],
  ];
}

/** Into what the batch may be cut. */
function ofSpace({ nanoBatches }: Plan, words: Words): Claim[] {
  const most = words.parts === undefined ? 1 : Number(words.parts);
  const starts = nanoBatches.map(({ tokens: [start] }) => start);
  const odd = starts.find((start) => start % Number(words.cut) !== 0);
  return [
    [
      nanoBatches.length > most,
      `at most ${most} nano-batches, but there are ${nanoBatches.length}`,
    ],
    [odd !== undefined, `cuts at multiples of ${words.cut} tokens, but one is at ${odd}`],
  ];
}

/** Whether the text takes a gap that is as good as none for none, as searches do. */
function isNone(percent: string | undefined, gap: number | null): boolean {
  return Number(percent) === 0 && gap !== null && gap <= OPTIMAL;
}

/** Whether a percentage in the text is not that of a share, which may be off by so much itself. */
function isOff(percent: string | undefined, share: number | null, slack = 0): boolean {
  if (percent === undefined || share === null) return false;
  return Math.abs(Number(percent) - share * 100) > HALF_DIGIT + (ROUNDING * share + slack) * 100;
}
