import type { ChatMessage } from "../../tokenizer/tokenizer.ts";
import { badRequest } from "./api-error.ts";
import { type Fields, isObject, isString, shown, wrong } from "./fields.ts";
import { shownName } from "./shown-name.ts";

/** Templates read each message and part, some of them several times, while nothing else runs. */
const MOST_MESSAGES = 4096;

/** Roles whose messages say something: without content, its key may be misspelt. */
const PROMPTING: ReadonlySet<string> = new Set(["user", "system", "developer", "tool"]);

/** Keys of a message that are text wherever they are there. */
const TEXTS = ["name", "tool_call_id", "refusal", "reasoning_content", "reasoning", "thinking"];

/** `cache_control` is a hint that would only save time. */
const PART_KEYS: ReadonlySet<string> = new Set(["type", "text", "cache_control"]);

/** @throws ApiError 400, naming the message and key */
export function readMessages(fields: Fields): ChatMessage[] {
  const messages = fields.value("messages");
  if (messages === undefined) {
    throw badRequest("`messages` is missing", "messages", "missing_parameter");
  }
  if (!Array.isArray(messages) || messages.length === 0) {
    throw wrong("messages", "an array of messages", messages);
  }
  requireFew(messages);
  const read = messages.map(readMessage);
  requireCalls(read);
  return read;
}

/** What a tool said answers a call that was made before: a prompt without it makes no sense. */
function requireCalls(messages: readonly ChatMessage[]): void {
  const calls = new Set<unknown>();
  let isCalled = false;
  for (const [index, { role, tool_calls, tool_call_id }] of messages.entries()) {
    if (role === "tool") {
      const where = `messages[${index}].tool_call_id`;
      if (!isString(tool_call_id)) throw wrong(where, "the id of the call", tool_call_id);
      if (!isCalled || (calls.size > 0 && !calls.has(tool_call_id)))
        throw wrong(where, "the id of a call in `tool_calls` of a message before", tool_call_id);
    }
    for (const call of Array.isArray(tool_calls) ? tool_calls : []) {
      isCalled = true;
      if (isObject(call) && isString(call.id)) calls.add(call.id);
    }
  }
}

/** Of messages and the parts of their contents together. */
function requireFew(messages: readonly unknown[]): void {
  let count = messages.length;
  for (const message of messages) {
    if (isObject(message) && Array.isArray(message.content)) count += message.content.length;
  }
  if (count <= MOST_MESSAGES) return;
  throw badRequest(
    `\`messages\` has ${count} messages and parts: send up to ${MOST_MESSAGES}`,
    "messages",
    "invalid_value",
  );
}

/** What else a message has is for its template, which refuses what it does not know. */
function readMessage(message: unknown, index: number): ChatMessage {
  const where = `messages[${index}]`;
  if (!isObject(message)) throw wrong(where, "an object with `role` and `content`", message);
  const { role, content } = message;
  if (!isString(role) || role === "") throw wrong(`${where}.role`, "a role, such as user", role);
  requireContent(content, `${where}.content`);
  if (PROMPTING.has(role) && (content === undefined || content === null)) {
    throw wrong(`${where}.content`, `what the ${role} says`, content);
  }
  for (const key of TEXTS) requireText(message[key], `${where}.${key}`);
  requireToolCalls(message.tool_calls, `${where}.tool_calls`);
  return {
    ...message,
    ...(Array.isArray(content) && { content: content.map(asPart) }),
    // What OpenAI calls `developer` since its o1 models, templates know as `system`.
    role: role === "developer" ? "system" : role,
  };
}

/** Templates that read parts read no text between them. */
function asPart(part: unknown): unknown {
  return isString(part) ? { type: "text", text: part } : part;
}

function requireContent(content: unknown, where: string): void {
  if (content === undefined || content === null || isString(content)) return;
  if (!Array.isArray(content) || content.length === 0)
    throw wrong(where, "a string or an array of parts", content);
  for (const [index, part] of content.entries()) requirePart(part, `${where}[${index}]`);
}

function requirePart(part: unknown, where: string): void {
  if (isString(part)) return;
  if (!isObject(part)) throw wrong(where, "a part with a `type`", part);
  if (part.type !== "text") {
    throw badRequest(
      `\`${where}\` is of type ${shown(part.type)}: the server reads text alone`,
      where,
      "unsupported_parameter",
    );
  }
  if (!isString(part.text)) throw wrong(`${where}.text`, "a string", part.text);
  const unknown = Object.keys(part).find((key) => !PART_KEYS.has(key));
  if (unknown === undefined) return;
  const name = `${where}.${shownName(unknown)}`;
  throw badRequest(`\`${name}\` is no key of a part: leave it out`, name, "unknown_parameter");
}

function requireText(value: unknown, where: string): void {
  if (value === undefined || value === null || isString(value)) return;
  throw wrong(where, "a string", value);
}

/** Calls that a model made earlier. Templates print nothing for one whose parts they do not find. */
function requireToolCalls(calls: unknown, where: string): void {
  if (calls === undefined || calls === null) return;
  if (!Array.isArray(calls)) throw wrong(where, "an array of calls", calls);
  for (const [index, call] of calls.entries()) {
    const called = isObject(call) ? call.function : undefined;
    if (isObject(called) && isString(called.name)) continue;
    throw wrong(`${where}[${index}]`, "a call with `function` and its `name`", call);
  }
}
