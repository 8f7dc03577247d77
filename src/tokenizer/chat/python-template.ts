import { Template } from "@huggingface/jinja";
import { pythonEquals } from "./python-equality.ts";
import { pythonText, type TemplateValue } from "./python-text.ts";

/** A node of a parsed template. */
interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Functions that a parsed template is made to call; a template cannot name them. */
const TEXT = "python text";
const STRIP = "python strip";
const EQUAL = "python equal";
const UNEQUAL = "python unequal";
/** Keys whose nodes are printed one after the other. */
const PRINTED = new Set(["body", "alternate", "defaultBlock"]);
/** Nodes that print text, or nothing of their own. */
const STATEMENTS = new Set([
  ...["If", "For", "Set", "Macro", "CallStatement", "FilterStatement", "Comment"],
  ...["Break", "Continue", "StringLiteral"],
]);
const SILENT = new Set(["Set", "Macro", "Comment", "Break", "Continue"]);
const EQUALITIES = new Map([
  ["==", EQUAL],
  ["!=", UNEQUAL],
]);
const STRIPS = new Set(["strip", "lstrip", "rstrip"]);

/**
 * A Jinja template that prints as Python does. The library prints `true`, nothing for `None`, and
 * JSON for lists; it takes all white space where `strip` is told which characters to take; and to it
 * two lists or objects are never equal, and `1` equals `"1"`.
 * Where it would lose text, the template is refused.
 */
export class PythonTemplate {
  readonly #template: Template;

  /** @throws Error on a template that the library cannot parse, or of which it would lose text */
  constructor(text: string) {
    this.#template = new Template(text);
    refuseLostText(this.#template.parsed.body as unknown as Node[], false);
    Object.assign(this.#template.parsed, rewritten(this.#template.parsed));
  }

  /** @throws what the template raises, and what the library throws on what it does not know */
  render(variables: Readonly<Record<string, unknown>>): string {
    return this.#template.render({ ...variables, ...OWN });
  }
}

/** The node with calls in it where the library differs from Python. */
function rewritten(node: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      const inner = Array.isArray(value) ? value.map(rewrittenValue) : rewrittenValue(value);
      return [key, PRINTED.has(key) && Array.isArray(inner) ? inner.map(printing) : inner];
    }),
  );
}

function rewrittenValue(value: unknown): unknown {
  // Objects of a template are maps from keys to values, both of them nodes.
  if (value instanceof Map) {
    return new Map([...value].map(([key, each]) => [rewrittenValue(key), rewrittenValue(each)]));
  }
  if (typeof value !== "object" || value === null) return value;
  const node = rewritten(value) as unknown as Node;
  return withOwnStrip(withOwnEquality(withOwnConcatenation(node)));
}

function printing(node: Node): Node {
  return STATEMENTS.has(node.type) ? node : asText(node);
}

/** `a ~ b` and `a | string`. */
function withOwnConcatenation(node: Node): Node {
  const { type, operator, left, right, filter, operand } = node;
  if (type === "BinaryExpression" && (operator as { value: string }).value === "~") {
    return { ...node, left: asText(left as Node), right: asText(right as Node) };
  }
  const isString = (filter as Node | undefined)?.value === "string";
  return type === "FilterExpression" && isString ? asText(operand as Node) : node;
}

/** `a == b` and `a != b`. */
function withOwnEquality(node: Node): Node {
  const { type, operator, left, right } = node;
  const name = type === "BinaryExpression" && EQUALITIES.get((operator as Node).value as string);
  return name ? call(name, [listOf(left as Node), listOf(right as Node)]) : node;
}

/** `a.strip(b)`, which takes the characters of b. */
function withOwnStrip(node: Node): Node {
  const { callee, args } = node as Node & { callee?: Node; args?: readonly Node[] };
  if (node.type !== "CallExpression" || callee?.type !== "MemberExpression") return node;
  const { value } = callee.property as Node;
  if (args?.length !== 1 || callee.computed === true || !STRIPS.has(`${value}`)) return node;
  return call(STRIP, [callee.object as Node, { type: "StringLiteral", value }, ...args]);
}

function asText(node: Node): Node {
  return call(TEXT, [listOf(node)]);
}

/** In a list, a value reaches a function with its type. */
function listOf(node: Node): Node {
  return { type: "ArrayLiteral", value: [node] };
}

function call(name: string, args: readonly Node[]): Node {
  return { type: "CallExpression", callee: { type: "Identifier", value: name }, args };
}

/** The functions that parsed templates call. */
const OWN = {
  [TEXT]: textOf,
  [STRIP]: stripped,
  [EQUAL]: equal,
  [UNEQUAL]: (...given: Parameters<typeof equal>) => !equal(...given),
};

type One = readonly [TemplateValue];

function equal([one]: One, [other]: One): boolean {
  return pythonEquals(one, other);
}

function textOf([value]: readonly [TemplateValue]): string {
  return pythonText(value);
}

function stripped(text: unknown, kind: string, characters: unknown): string {
  if (typeof text !== "string" || typeof characters !== "string") {
    throw new Error(`${kind} is of text, and takes characters`);
  }
  const taken = new Set(characters);
  const all = [...text];
  const isKept = (character: string) => !taken.has(character);
  const start = kind === "rstrip" ? 0 : all.findIndex(isKept);
  const end = kind === "lstrip" ? all.length : all.findLastIndex(isKept) + 1;
  return start === -1 ? "" : all.slice(start, end).join("");
}

/**
 * The library forgets what the turn of a loop has printed when it comes to a `break` or `continue`.
 *
 * @param hasPrinted whether something may have been printed in this turn
 * @returns whether something may have been by the end of the nodes
 */
function refuseLostText(nodes: readonly Node[], hasPrinted: boolean): boolean {
  let printed = hasPrinted;
  for (const node of nodes) {
    const { type, body = [], alternate = [] } = node as Node & Partial<Record<string, Node[]>>;
    if (printed && (type === "Break" || type === "Continue")) {
      throw new Error("text before a `break` or `continue` in the same turn of a loop gets lost");
    }
    if (type === "If") {
      const [one, other] = [refuseLostText(body, printed), refuseLostText(alternate, printed)];
      printed = one || other;
    } else if (type === "For" || type === "Macro") {
      const prints = refuseLostText(body, false);
      printed ||= prints && type === "For";
    } else {
      printed ||= !SILENT.has(type) && node.value !== "";
    }
  }
  return printed;
}
