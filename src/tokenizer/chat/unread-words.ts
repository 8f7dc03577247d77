import { PlannerError } from "../../errors.ts";
import type { ChatMessage, ChatOptions } from "../tokenizer.ts";

/** Roles of OpenAI's interface, which every template is given. */
const ROLES: ReadonlySet<string> = new Set(["system", "developer", "user", "assistant", "tool"]);
/**
 * Keys that a template may leave out: names and ids, notes on an answer that a client sends back, and
 * reasoning, which templates take out of earlier turns by design.
 */
const MAY_BE_LEFT_OUT: ReadonlySet<string> = new Set([
  ...["role", "content", "name", "tool_call_id", "refusal", "annotations", "cache_control"],
  ...["reasoning_content", "thinking", "reasoning"],
]);

/**
 * Refuses what the template's text does not name, and whose meaning would be lost: a role of nobody,
 * a message's key, an argument of the template. It may be a typing error.
 *
 * @throws PlannerError `E_USAGE`
 */
export function requireAllRead(
  messages: readonly ChatMessage[],
  { templateArguments = {} }: ChatOptions,
  template: string,
): void {
  for (const [index, message] of messages.entries()) {
    requireRole(message.role, index, template);
    for (const [key, value] of Object.entries(message)) {
      if (saysNothing(value) || MAY_BE_LEFT_OUT.has(key) || names(template, key)) continue;
      throw unread(`message ${index} has \`${shown(key)}\``, "Leave it out.");
    }
  }
  for (const [name, value] of Object.entries(templateArguments)) {
    if (value === null || names(template, name)) continue;
    throw unread(`the argument \`${shown(name)}\` is given`, "Leave it out.");
  }
}

function requireRole(role: string, index: number, template: string): void {
  // A role stands in quotes, where it is compared.
  if (ROLES.has(role) || template.includes(`'${role}'`) || template.includes(`"${role}"`)) return;
  throw unread(
    `message ${index} is of role \`${shown(role)}\``,
    `Use one of ${[...ROLES].join(", ")}, or one that the template names.`,
  );
}

/** Clients send empty lists by habit. */
function saysNothing(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function names(template: string, word: string): boolean {
  if (!/^\w+$/.test(word)) return word !== "" && template.includes(word);
  return new RegExp(`\\b${word}\\b`).test(template);
}

const MOST_SHOWN = 100;

function shown(name: string): string {
  return name.length <= MOST_SHOWN ? name : `${name.slice(0, MOST_SHOWN)}…`;
}

function unread(what: string, remedy: string): PlannerError {
  return new PlannerError("E_USAGE", `${what}, which the chat template does not name`, { remedy });
}
