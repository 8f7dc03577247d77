import type { SkipReason } from "./trace-row.ts";

/** What a field's value says of how its request ended. */
export type Ending = Extract<SkipReason, "failed" | "cancelled" | "warmUp"> | "served" | "unclear";

/**
 * What a field holds:
 * - `fault` and `stop`: a message, a code or a mark that is set where the request failed, or was cut short
 * - `success`: whether it succeeded
 * - `faultMark` and `successMark`: yes or no; or something else, such as a limit in seconds
 * - `http`: a status code
 * - `status`: a word
 * - `completion`: whether it came to its end; or something else, such as a time
 * - `message`: as `fault`, or a number that is no code, such as an error of measurement
 * - `hint`: a word, or something else
 * - `warmUp`: whether a benchmark sent it before it measured; or the phase, by its word
 */
export type OutcomeKind =
  | "fault"
  | "stop"
  | "success"
  | "faultMark"
  | "successMark"
  | "http"
  | "status"
  | "completion"
  | "message"
  | "hint"
  | "warmUp";

/** Names without case and punctuation, so that `HTTP Status` and `httpStatus` are one. */
const NAMES: Readonly<Record<OutcomeKind, string>> = {
  fault:
    "error errors err errormessage errormsg errorcode errortype errorreason errordetails errortext errorclass haserror iserror errored exception exceptiontype failure failurereason failurecode failuremessage failed isfailed isfailure fault timedout istimeout istimedout rejected dropped exitcode returncode retcode errcode errno errorflag hasfailed crashed oom isoom grpcstatus grpccode",
  stop: "cancelled canceled aborted abort interrupted iscancelled iscanceled isaborted wascancelled wascanceled disconnected hungup killed terminated cancelreason cancellationreason abortreason",
  success: "success succeeded successful issuccess issuccessful ok isok",
  faultMark: "timeout invalid unsuccessful throttled ratelimited refused lost expired",
  successMark: "valid passed",
  http: "httpstatus httpstatuscode statuscode httpcode responsecode responsestatus responsestatuscode httpresponsecode respcode",
  status:
    "status requeststatus finalstatus completionstatus finishreason finishedreason donereason completionreason terminationreason endreason outcome requestoutcome disposition",
  completion: "finished isfinished completed iscompleted complete done",
  message: "",
  warmUp: "warmup iswarmup warmuprequest phase benchmarkphase",
  hint: "state requeststate result stopreason code level loglevel severity verdict",
};

/** Ends of longer names, such as `upstream_status_code` and `gen_ai.response.finish_reasons`. */
const ENDS: readonly [end: RegExp, kind: OutcomeKind][] = [
  [/error(code|message|msg|type)$/, "fault"],
  [/(httpstatus|statuscode|httpcode)$/, "http"],
  [/(finish|done)reasons?$/, "status"],
  [/(error|exception|failure)$/, "message"],
  [/(status|stopreason|outcome)$/, "hint"],
];

const KINDS: ReadonlyMap<string, OutcomeKind> = new Map(
  (Object.entries(NAMES) as [OutcomeKind, string][]).flatMap(([kind, names]) =>
    names
      .split(" ")
      .filter((name) => name !== "")
      .map((name) => [name, kind] as const),
  ),
);

const bare = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/** What a field of this name holds of the end of a request; undefined for any other. */
export function outcomeKindOf(name: string): OutcomeKind | undefined {
  const plainName = bare(name);
  return (
    KINDS.get(plainName) ?? ENDS.find(([end]) => end.test(plainName))?.[1] ?? markOf(plainName)
  );
}

/** Marks have words before them that say no more, as in `was_disconnected` and `request_failed`. */
function markOf(plainName: string): OutcomeKind | undefined {
  const kind = KINDS.get(plainName.replace(/^(is|was|has|did|got|client|user|request|req)+/, ""));
  return kind !== undefined && MARKS.has(kind) ? kind : undefined;
}

const MARKS: ReadonlySet<OutcomeKind> = new Set<OutcomeKind>([
  ...(["fault", "stop", "success", "faultMark", "successMark"] as const),
]);

/** OpenTelemetry's words have a prefix. */
const wordOf = (text: string) => bare(text).replace(/^statuscode(?=.)/, "");

const words = (text: string) => new Set(text.split(" "));

const YES = words("true t yes y 1 10");
const NO = words("false f no n 0 00");
/** Of a fault that is none. `10` and `00` above are `1.0` and `0.0`, as pandas writes marks. */
const NOTHING = words("none null nil nan na noerror noerrors success ok served");

/** Of requests that ran to an end, also of finish reasons of vLLM, SGLang, TensorRT-LLM, TGI and public interfaces. */
const SERVED = words(
  "success successful succeeded ok okay done complete completed finished normal served unset noerror stop stopped stopsequence stopstring stoptoken stopwords matchedstop length lengthcapped eos eostoken endid endturn endoftext maxtokens maxlength maxnewtokens modellength toolcall toolcalls tooluse functioncall contentfilter safety recitation refusal pauseturn finishedstopped finishedlengthcapped",
);

const FAILED =
  /^(ko|nok|notok)$|fail|error|timeout|timedout|timelimit|reject|exception|unavailable|denied|invalid|outofmemory|^oom|crash|unsuccessful|refused|throttle|ratelimit|overload|ignored|exceeded|exhausted|dropped/;
const CANCELLED =
  /cancel|abort|disconnect|interrupt|incomplete|unfinished|notfinished|preempt|killed|terminated|running|pending|queued|waiting|inprogress|processing|started|partial/;

/** What a value of a field says, where its key is there. */
export function endingOf(kind: OutcomeKind, value: unknown): Ending {
  const said = plain(value);
  const word = wordOf(said);
  switch (kind) {
    case "fault":
      return isNothing(said, word) ? "served" : "failed";
    case "message":
      return isNothing(said, word) || isNumber(said) ? "served" : "failed";
    case "stop":
      return isNothing(said, word) ? "served" : "cancelled";
    case "success":
      return YES.has(word) ? "served" : NO.has(word) ? "failed" : byWord(word);
    case "faultMark":
      return isMark(word) && YES.has(word) ? "failed" : "served";
    case "successMark":
      return NO.has(word) ? "failed" : "served";
    case "http":
      return byHttpStatus(said) ?? byWord(word);
    case "status":
      return /^\d{3}\b/.test(said) ? (byHttpStatus(said) ?? "unclear") : byTruth(word);
    case "completion":
      return word === "false" || word === "no" ? "cancelled" : certain(said, word);
    case "hint":
      return certain(said, word);
    case "warmUp":
      return YES.has(word) || /^(is)?warm(ing)?up$/.test(word) ? "warmUp" : "served";
  }
}

/**
 * A value as text. An object stands for its `type` or its like, as SGLang's finish reason
 * `{"type": "abort"}` does, also as Python prints it.
 */
function plain(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.length === 0 ? "" : value.map(plain).join(" ");
  if (typeof value !== "object") return inner(String(value).trim());
  const { type, status, reason, code, status_code, message, ...others } = value as Record<
    string,
    unknown
  >;
  const said = type ?? status ?? reason ?? code ?? status_code ?? message;
  if (said !== undefined) return plain(said);
  return String(value) === "[object Object]" ? Object.keys(others).join(" ") : String(value);
}

/** Of `{'type': 'abort', ...}` the type, and of `FinishReason.ABORT` or `RequestStatus.DONE` the last part. */
function inner(text: string): string {
  const type = /^\{\s*['"](?:type|status|reason)['"]\s*:\s*['"](\w+)['"]/.exec(text)?.[1];
  return type ?? /^[A-Za-z]\w*\.([A-Za-z]\w*)$/.exec(text)?.[1] ?? text;
}

function isNothing(said: string, word: string): boolean {
  return (
    word === "" ||
    said === "[]" ||
    said === "{}" ||
    NO.has(word) ||
    NOTHING.has(word) ||
    /^2\d\d$/.test(word)
  );
}

/** A number may be a limit. */
function isMark(word: string): boolean {
  return !/^\d+$/.test(word);
}

function isNumber(said: string): boolean {
  return said !== "" && Number.isFinite(Number(said));
}

/** Load generators write 0 where no answer came. 499 is a client that hung up. */
function byHttpStatus(said: string): Ending | undefined {
  const code = /^(?:HTTP\/[\d.]+ +)?(-?\d+)(?:\.0)?(?: |$)/i.exec(said)?.[1];
  if (code === undefined) return undefined;
  const status = Number(code);
  if (status === 499) return "cancelled";
  if (status >= 200 && status < 300) return "served";
  return status <= 0 || (status >= 300 && status < 600) ? "failed" : "unclear";
}

function byTruth(word: string): Ending {
  if (word === "true") return "served";
  return word === "false" ? "failed" : byWord(word);
}

function byWord(word: string): Ending {
  if (SERVED.has(word)) return "served";
  if (FAILED.test(word)) return "failed";
  return CANCELLED.test(word) ? "cancelled" : "unclear";
}

/** Of a field that may hold something else, such as a sentence. */
function certain(said: string, word: string): Ending {
  const ending = said.split(" ").length > 2 ? "unclear" : byWord(word);
  return ending === "unclear" ? "served" : ending;
}
