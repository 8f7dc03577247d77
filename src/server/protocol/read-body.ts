import { isDeepStrictEqual } from "node:util";
import { nearestNames } from "../../text/nearest-name.ts";
import { badRequest } from "./api-error.ts";
import type { Fields } from "./fields.ts";
import { fieldsOf } from "./fields.ts";
import { repeatedKey } from "./repeated-key.ts";
import { type GeneratingRoute, REQUEST_KEYS, type RequestKey } from "./request-keys.ts";
import { shownName } from "./shown-name.ts";

/** A byte order mark is none of the text. */
const UTF_8 = new TextDecoder("utf-8", { fatal: true });

/**
 * A body as JSON, whatever its content type says.
 *
 * @throws ApiError 400
 */
export function parseJson(body: Buffer | undefined): unknown {
  if (body === undefined || body.length === 0)
    throw badRequest("the request has no body: send a JSON object", undefined, "invalid_json");
  const { text, value } = decoded(body);
  const repeated = repeatedKey(text);
  if (repeated === undefined) return value;
  const name = shownName(repeated.name);
  throw badRequest(
    `\`${name}\` is there twice, again at character ${repeated.offset + 1}: keep one of the two`,
    name,
    "repeated_parameter",
  );
}

function decoded(body: Buffer): { text: string; value: unknown } {
  try {
    const text = UTF_8.decode(body);
    return { text, value: JSON.parse(text) };
  } catch (error) {
    throw badRequest(
      `the body is no JSON in UTF-8: ${(error as Error).message}`,
      undefined,
      "invalid_json",
    );
  }
}

/**
 * The keys of a request that the route honours, all others accounted for.
 *
 * @throws ApiError 400, naming the key, on one that is unknown, or whose meaning would be lost
 */
export function readRequest(route: GeneratingRoute, body: unknown): Fields {
  const given = fieldsOf(body);
  const known = KEYS[route];
  for (const name of given.names) {
    const key = known.get(name);
    if (key === undefined && Object.hasOwn(OF_ONE_ROUTE, name))
      throw keyOfOther(name as keyof typeof OF_ONE_ROUTE);
    if (key === undefined) throw unknownKey(name, usable(known));
    if (key.use === "refused") requireNeutral(key, given.value(name), given);
  }
  return given;
}

/** @throws ApiError 400 on a key that the route, or an object of the request, does not have */
export function requireKnownKeys(fields: Fields, known: readonly string[]): void {
  const unknown = fields.names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownKey(unknown, known, fields.path);
}

/** Clients for Azure say there which version of the API they speak. */
const IN_QUERY = ["api-version"];

/**
 * Keys count in the body alone.
 *
 * @param query of the request's path
 * @throws ApiError 400 on one whose meaning would be lost
 */
export function requireNoKeysInQuery(query: object): void {
  const name = Object.keys(query).find((each) => !IN_QUERY.includes(each));
  if (name === undefined) return;
  const shown = shownName(name);
  throw badRequest(
    `\`${shown}\` stands in the query, which is not read: send it in the body`,
    shown,
    "unknown_parameter",
  );
}

const KEYS: Readonly<Record<GeneratingRoute, ReadonlyMap<string, RequestKey>>> = {
  completions: keysOf("completions"),
  chat: keysOf("chat"),
};

function keysOf(route: GeneratingRoute): ReadonlyMap<string, RequestKey> {
  return new Map(REQUEST_KEYS.filter(({ on }) => on.includes(route)).map((key) => [key.name, key]));
}

function requireNeutral({ name, what, neutral = [] }: RequestKey, value: unknown, given: Fields) {
  if (neutral.some((each) => isDeepStrictEqual(each, value))) return;
  // As many as are answered need no rank.
  if (name === "best_of" && value === (given.value("n") ?? 1)) return;
  throw badRequest(`\`${name}\` is not supported: ${what}`, name, "unsupported_parameter");
}

/** What a body is told by, with the route that takes it. */
const OF_ONE_ROUTE = { prompt: "/v1/completions", messages: "/v1/chat/completions" } as const;

function keyOfOther(name: keyof typeof OF_ONE_ROUTE) {
  const hint = `send it to ${OF_ONE_ROUTE[name]}`;
  return badRequest(`\`${name}\` is no key of this route: ${hint}`, name, "unknown_parameter");
}

/** What other routes and servers call keys of these, where the nearest name by letters is another's. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  max_completion_tokens: "max_tokens",
  max_new_tokens: "max_tokens",
  max_output_tokens: "max_tokens",
  n_predict: "max_tokens",
  num_predict: "max_tokens",
  min_new_tokens: "min_tokens",
  min_length: "min_tokens",
  repeat_penalty: "repetition_penalty",
  stop_sequences: "stop",
  n_probs: "logprobs",
  num_return_sequences: "n",
};

/** A key that is refused is no help. */
function usable(keys: ReadonlyMap<string, RequestKey>): string[] {
  return [...keys.values()].filter(({ use }) => use !== "refused").map(({ name }) => name);
}

function unknownKey(given: string, known: readonly string[], path = "") {
  const name = shownName(given);
  const meant = Object.hasOwn(OTHER_NAMES, given) ? OTHER_NAMES[given] : undefined;
  const [nearest] =
    meant !== undefined && known.includes(meant) ? [meant] : nearestNames(name, known);
  const hint = nearest === undefined ? without(known, path) : `did you mean \`${nearest}\`?`;
  return badRequest(
    `\`${path}${name}\` is no key of this request: ${hint}`,
    `${path}${name}`,
    "unknown_parameter",
  );
}

/** The keys of one object are few enough to be named. */
function without(known: readonly string[], path: string): string {
  if (path === "") return "leave it out";
  return `leave it out, or use ${known.map((name) => `\`${name}\``).join(", ")}`;
}
