import { endlessParts } from "./endless.ts";
import { anyOf, type GrammarText } from "./grammar-text.ts";
import type { JsonRules } from "./json-grammar.ts";
import {
  COMBINING,
  impliedType,
  type Keywords,
  requireKeywords,
  TYPES,
  type TypeName,
} from "./keywords.ts";
import { numbersWithin } from "./number-grammar.ts";
import { numberRange } from "./number-range.ts";
import { type Member, objectRule } from "./object-grammar.ts";
import type { JsonSchema } from "./output-format.ts";
import { repeated } from "./repetition.ts";
import { placeOf, SchemaFault } from "./schema-fault.ts";
import { areDisjoint, resolveRef } from "./schema-options.ts";
import type { SpelledTexts } from "./spelled-texts.ts";
import { textTrie } from "./text-trie.ts";

/** Parts of a schema: compiling more of them takes seconds. */
const MOST_PARTS = 2000;
const MOST_LEVELS = 64;
/** Items and characters that a schema may count. */
const MOST_COUNTED = 2000;

/**
 * Writes rules for the documents that a schema accepts. They may let through fewer, never others:
 * properties come in the schema's order, and none beside those that it names.
 */
export class SchemaGrammar {
  readonly #root: JsonSchema;
  readonly #grammar: GrammarText;
  readonly #json: JsonRules;
  readonly #texts: SpelledTexts;
  /** Parts that are referred to. */
  readonly #referredParts = new Map<string, unknown>();
  /** Where they are referred to, the last place of each. */
  readonly #references = new Map<string, string>();
  /** Rules of the places that are referred to. */
  readonly #rules = new Map<string, string>();
  /** References that lead here without a character in between. */
  readonly #open = new Set<string>();
  #parts = 0;
  #levels = 0;

  constructor(root: JsonSchema, grammar: GrammarText, json: JsonRules, texts: SpelledTexts) {
    this.#root = root;
    this.#grammar = grammar;
    this.#json = json;
    this.#texts = texts;
  }

  /**
   * @returns the rule of the whole schema
   * @throws SchemaFault where outputs cannot be held to it
   */
  write(): string {
    const rule = this.#referred("#", "#");
    for (const key of endlessParts(this.#referredParts)) {
      const place = this.#references.get(key);
      // What nothing refers to needs another part that has no end.
      if (place === undefined) continue;
      throw new SchemaFault(
        place,
        `${key} needs itself without end: let a property or an item on the way be left out`,
      );
    }
    return rule;
  }

  #countPart(place: string): void {
    if (++this.#parts <= MOST_PARTS) return;
    throw new SchemaFault(
      place,
      `the schema has more than ${MOST_PARTS} parts: give a smaller one`,
    );
  }

  #part(schema: unknown, place: string): string {
    this.#countPart(place);
    if (++this.#levels > MOST_LEVELS) {
      throw new SchemaFault(
        place,
        `the schema is more than ${MOST_LEVELS} levels deep: give a flatter one`,
      );
    }
    const rule = this.#ruleOf(schema, place);
    this.#levels--;
    return rule;
  }

  /** A part behind at least one character: what leads here no longer counts. */
  #inner(schema: unknown, place: string): string {
    const open = [...this.#open];
    this.#open.clear();
    const rule = this.#part(schema, place);
    for (const each of open) this.#open.add(each);
    return rule;
  }

  #ruleOf(schema: unknown, place: string): string {
    if (schema === true) return this.#json.value;
    if (schema === false) throw new SchemaFault(place, "false accepts nothing: leave it out");
    if (!isKeywords(schema)) throw new SchemaFault(place, "is no schema: give an object or true");
    const keyword = COMBINING.find((name) => name in schema);
    if (keyword === undefined) return this.#typed(schema, place);
    requireKeywords(schema, [keyword], place);
    const value = schema[keyword];
    const at = placeOf(place, keyword);
    switch (keyword) {
      case "$ref":
        return this.#referred(value, at);
      case "const":
        return this.#constants([value], schema, at);
      case "enum":
        if (Array.isArray(value) && value.length > 0) return this.#constants(value, schema, at);
        throw new SchemaFault(at, "is no list of values: give one or more");
      default:
        return this.#options(keyword, value, at);
    }
  }

  #referred(target: unknown, place: string): string {
    const schema = resolveRef(this.#root, target, place);
    const key = target as string;
    if (place !== "#") this.#references.set(key, place);
    if (this.#open.has(key))
      throw new SchemaFault(place, `${key} refers to itself alone: give it a value`);
    const known = this.#rules.get(key);
    if (known !== undefined) return known;
    const name = this.#grammar.name();
    this.#open.add(key);
    this.#rules.set(key, name);
    this.#referredParts.set(key, schema);
    this.#grammar.rule(this.#part(schema, key), name);
    this.#open.delete(key);
    return name;
  }

  #options(keyword: "anyOf" | "oneOf" | "allOf", value: unknown, place: string): string {
    if (!Array.isArray(value) || value.length === 0) {
      throw new SchemaFault(place, "is no list of schemas: give one or more");
    }
    if (keyword === "allOf" && value.length > 1) {
      throw new SchemaFault(
        place,
        "joins several schemas, which is not supported: write them as one",
      );
    }
    const rules = value.map((option, index) => this.#part(option, placeOf(place, index)));
    // Now its parts are known to be few.
    if (keyword === "oneOf" && !areDisjoint(this.#root, value)) {
      throw new SchemaFault(
        place,
        "has options that one value may fit at once, as far as it is seen here: use `anyOf`",
      );
    }
    return this.#grammar.rule(anyOf(rules));
  }

  #constants(values: readonly unknown[], { type }: Keywords, place: string): string {
    const types = type === undefined ? undefined : typesOf(type, place);
    const fit = values.filter(
      (value) => types === undefined || types.some((each) => isOf(each, value)),
    );
    if (fit.length === 0) throw new SchemaFault(place, "has no value of its `type`: give one");
    const texts = new Set(fit.map((value) => JSON.stringify(value)));
    for (const text of texts) this.#texts.add(text, place);
    return this.#leaf(
      textTrie(
        this.#grammar,
        [...texts].map((text) => ({ text, rest: undefined })),
      ),
    );
  }

  #typed(schema: Keywords, place: string): string {
    const { type = impliedType(schema) } = schema;
    if (type === undefined) {
      requireKeywords(schema, ["any"], place);
      return this.#json.value;
    }
    const types = typesOf(type, placeOf(place, "type"));
    requireKeywords(schema, types, place);
    const rules = types.map((each) => this.#ofType(each, schema, place));
    return rules.length === 1 ? (rules[0] as string) : this.#grammar.rule(anyOf(rules));
  }

  #ofType(type: TypeName, schema: Keywords, place: string): string {
    switch (type) {
      case "object":
        return this.#object(schema, place);
      case "array":
        return this.#array(schema, place);
      case "string":
        return this.#string(schema, place);
      case "boolean":
        return this.#leaf(`"true" | "false"`);
      case "null":
        return this.#leaf(`"null"`);
      default:
        return this.#number(type, schema, place);
    }
  }

  #object(schema: Keywords, place: string): string {
    const { properties = {}, required = [], additionalProperties } = schema;
    if (!isKeywords(properties)) {
      throw new SchemaFault(placeOf(place, "properties"), "is no object: give one of schemas");
    }
    if (!Array.isArray(required) || !required.every((name) => typeof name === "string")) {
      throw new SchemaFault(placeOf(place, "required"), "is no list of names: give one");
    }
    const names = [...new Set([...Object.keys(properties), ...(required as string[])])];
    const wanted = new Set(required as string[]);
    const further = additionalProperties ?? true;
    if (names.length === 0) return this.#map(further, place);
    if (isKeywords(further) && Object.keys(further).length > 0) {
      throw new SchemaFault(
        placeOf(place, "additionalProperties"),
        "is not supported beside `properties`: set it to false, or leave `properties` out",
      );
    }
    const members = names.map((name): Member => {
      this.#texts.add(name, place);
      const given = Object.hasOwn(properties, name);
      if (!given && further === false) {
        throw new SchemaFault(
          placeOf(place, "required"),
          `${JSON.stringify(name)} is in no \`properties\`: add it there`,
        );
      }
      const value = given
        ? this.#inner(properties[name], placeOf(place, "properties", name))
        : this.#any(place);
      return { name, value, isRequired: wanted.has(name) };
    });
    return objectRule(this.#grammar, this.#json.space, members);
  }

  /** A value that the schema does not describe. */
  #any(place: string): string {
    this.#countPart(place);
    return this.#json.value;
  }

  /** Any names, each with a value of one schema. */
  #map(values: unknown, place: string): string {
    const { object, space, string } = this.#json;
    if (values === true) return object;
    if (values === false) return this.#grammar.rule(`"{" ${space} "}"`);
    const value = this.#inner(values, placeOf(place, "additionalProperties"));
    const member = `${string} ${space} ":" ${space} ${value}`;
    return this.#grammar.rule(
      `"{" ${space} (${member} (${space} "," ${space} ${member})*)? ${space} "}"`,
    );
  }

  #array(schema: Keywords, place: string): string {
    const { items = true, prefixItems = [] } = schema;
    const least = count(schema, "minItems", place) ?? 0;
    const most = count(schema, "maxItems", place);
    if (!Array.isArray(prefixItems)) {
      throw new SchemaFault(placeOf(place, "prefixItems"), "is no list of schemas: give one");
    }
    if (Array.isArray(items)) {
      throw new SchemaFault(placeOf(place, "items"), "is a list: use `prefixItems`");
    }
    const fixed = prefixItems.length;
    const largest = items === false ? Math.min(most ?? fixed, fixed) : most;
    if (largest !== undefined && largest < Math.max(least, fixed)) {
      throw new SchemaFault(place, "has more items than it may have: change the bounds");
    }
    const { space } = this.#json;
    const prefix = prefixItems.map((item, index) =>
      this.#inner(item, placeOf(place, "prefixItems", index)),
    );
    const closed = (body: string) => this.#grammar.rule(`"[" ${space} ${body} ${space} "]"`);
    if (largest === 0) return closed("");
    const comma = `${space} "," ${space}`;
    if (fixed === largest) return closed(prefix.join(` ${comma} `));
    const item = this.#inner(items, placeOf(place, "items"));
    const [head = item, ...tail] = prefix;
    const begun = Math.max(1, fixed);
    const rest = repeated(
      this.#grammar,
      this.#grammar.rule(`${comma} ${item}`),
      Math.max(0, least - begun),
      largest === undefined ? undefined : largest - begun,
    );
    const body = [head, ...tail.map((each) => `${comma} ${each}`), rest].join(" ");
    return closed(fixed === 0 && least === 0 ? `(${body})?` : body);
  }

  #string(schema: Keywords, place: string): string {
    const least = count(schema, "minLength", place) ?? 0;
    const most = count(schema, "maxLength", place);
    if (least === 0 && most === undefined) return this.#json.string;
    if (most !== undefined && most < least) {
      throw new SchemaFault(place, "has a `minLength` above its `maxLength`: change the bounds");
    }
    return this.#leaf(`"\\"" ${repeated(this.#grammar, this.#json.character, least, most)} "\\""`);
  }

  #number(type: "integer" | "number", schema: Keywords, place: string): string {
    const range = numberRange(type, schema, place);
    if (range === undefined) return this.#json[type];
    const body = numbersWithin(this.#grammar, range);
    if (body !== undefined) return this.#leaf(body);
    throw new SchemaFault(place, "has no number within its bounds: change them");
  }

  /** A value without parts: white space may follow it, as it may any value. */
  #leaf(body: string): string {
    return this.#grammar.rule(`(${body}) ${this.#json.space}`);
  }
}

function typesOf(type: unknown, place: string): readonly TypeName[] {
  const types = Array.isArray(type) ? [...new Set(type)] : [type];
  const unknown = types.find((each) => !(TYPES as readonly unknown[]).includes(each));
  if (types.length > 0 && unknown === undefined) return types;
  throw new SchemaFault(place, `is no type: give ${TYPES.join(", ")}, or a list of them`);
}

function isOf(type: TypeName, value: unknown): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isKeywords(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

function isKeywords(value: unknown): value is Keywords {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function count(schema: Keywords, keyword: string, place: string): number | undefined {
  const value = schema[keyword];
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MOST_COUNTED) {
    return value as number;
  }
  throw new SchemaFault(
    placeOf(place, keyword),
    `is out of reach: give a whole number from 0 to ${MOST_COUNTED}`,
  );
}
