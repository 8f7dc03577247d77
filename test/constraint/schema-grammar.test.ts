import { afterAll, describe, expect, it } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { grammarOf } from "../../src/constraint/format-grammar.ts";
import type { JsonSchema } from "../../src/constraint/output-format.ts";
import { SchemaFault } from "../../src/constraint/schema-fault.ts";
import { randomFrom } from "../../src/random.ts";
import { accepts, drawText, smallGuides } from "../support/output-guides.ts";

const guides = smallGuides();
afterAll(() => guides.close());

const names = fc.constantFrom("a", "b c", "é", 'q"', "x/y", "0", "\n", "__proto__x");
const values = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  // Ajv calls these two where it compares.
  fc.jsonValue().filter((value) => !/"(valueOf|toString)":/.test(JSON.stringify(value))),
);
const length = fc.integer({ min: 0, max: 4 });

const { schema } = fc.letrec<{ schema: JsonSchema; leaf: JsonSchema }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom<JsonSchema>(
      { type: "boolean" },
      { type: ["string", "null"] },
      { type: "number" },
    ),
    fc
      .record({ low: fc.integer({ min: -2000, max: 2000 }), span: fc.nat(3000) })
      .chain(({ low, span }) =>
        fc.constantFrom<JsonSchema>(
          { type: "integer", minimum: low, maximum: low + span },
          { type: "integer", exclusiveMinimum: low - 0.5, exclusiveMaximum: low + span + 1 },
          { type: "number", minimum: low, exclusiveMaximum: low + span + 1 },
          { type: "number", exclusiveMinimum: low },
          { type: "integer", maximum: low },
        ),
      ),
    fc.tuple(length, length).map(
      ([a, b]): JsonSchema => ({
        type: "string",
        minLength: Math.min(a, b),
        maxLength: Math.max(a, b),
      }),
    ),
    fc.array(values, { minLength: 1, maxLength: 3 }).map((list): JsonSchema => ({ enum: list })),
    values.map((value): JsonSchema => ({ const: value })),
  ),
  schema: fc.oneof(
    { maxDepth: 3 },
    tie("leaf"),
    fc
      .record({
        properties: fc.dictionary(names, tie("schema"), { maxKeys: 4 }),
        required: fc.uniqueArray(names, { maxLength: 3 }),
      })
      .map((parts): JsonSchema => ({ type: "object", ...parts })),
    fc.tuple(tie("schema"), length, length).map(
      ([items, a, b]): JsonSchema => ({
        ...{ type: "array", items },
        ...{ minItems: Math.min(a, b), maxItems: Math.max(a, b) },
      }),
    ),
    fc
      .array(tie("schema"), { minLength: 1, maxLength: 2 })
      .map((prefixItems): JsonSchema => ({ type: "array", prefixItems, items: false })),
    fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map((anyOf): JsonSchema => ({ anyOf })),
    tie("schema").map(
      (additionalProperties): JsonSchema => ({ type: "object", additionalProperties }),
    ),
  ),
}));

const ajv = new Ajv2020({ strict: false });

describe("outputs held to a schema", () => {
  it("are documents that it accepts, whatever schema and choices", async () => {
    await fc.assert(
      fc.asyncProperty(schema, fc.nat(), async (asked, seed) => {
        const text = await drawText(guides, { kind: "json", schema: asked }, randomFrom(seed));
        const validate = ajv.compile(asked as object);
        expect([text, validate(JSON.parse(text)), validate.errors]).toEqual([text, true, null]);
      }),
      { numRuns: 150 },
    );
  }, 120_000);

  it("may be any numbers within bounds, and no others", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -1200, max: 1200 }),
        fc.nat(1500),
        fc.integer({ min: -3000, max: 3000 }),
        async (low, span, value) => {
          const isWithin = (number: number) => number >= low && number <= low + span;
          const held = (type: string, text: string) =>
            accepts(
              guides,
              { kind: "json", schema: { type, minimum: low, maximum: low + span } },
              text,
            );
          expect(await held("integer", String(value))).toBe(isWithin(value));
          const fraction = value < 0 ? value - 0.25 : value + 0.25;
          expect(await held("number", String(fraction))).toBe(isWithin(fraction));
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);

  it.each<[what: string, schema: JsonSchema, yes: readonly string[], no: readonly string[]]>([
    [
      "any object",
      { type: "object" },
      ["{}", '{ "a" : [1,-2.5e3,"\\u00e9é\\n",null] }'],
      ["[1]", "{", '{"a":01}'],
    ],
    ["no type at all", {}, ["1", '"a"', "[]", "{}"], [""]],
    ["a type that its keywords imply", { properties: { a: {} } }, ["{}", '{"a":null}'], ["[]"]],
    [
      "what a reference means",
      {
        $ref: "#/$defs/t",
        $defs: {
          t: {
            properties: { n: { anyOf: [{ $ref: "#/$defs/t" }, { type: "null" }] } },
            required: ["n"],
          },
        },
      },
      ['{"n":{"n":null}}'],
      ["{}"],
    ],
    [
      "options that exclude each other",
      { oneOf: [{ type: "integer" }, { type: "string" }] },
      ["1", '"1"'],
      ["1.5"],
    ],
    [
      "options that a property tells apart",
      {
        oneOf: [
          { properties: { k: { const: "a" }, v: { type: "null" } }, required: ["k", "v"] },
          { properties: { k: { const: "b" } }, required: ["k"] },
        ],
      },
      ['{"k":"a","v":null}', '{"k":"b"}'],
      ['{"k":"a"}'],
    ],
    ["values of its type alone", { type: "string", enum: ["a/b", 1] }, ['"a/b"'], ["1"]],
    [
      "required properties that it does not describe",
      { type: "object", required: ["z"] },
      ['{"z":[]}'],
      ["{}"],
    ],
    [
      "more items than it lists",
      { type: "array", prefixItems: [{ type: "null" }], items: { type: "boolean" }, minItems: 2 },
      ["[null,true]", "[null, true, false]"],
      ["[null]", "[true,true]"],
    ],
  ])("take %s", async (_, asked, yes, no) => {
    for (const text of yes) {
      expect([text, await accepts(guides, { kind: "json", schema: asked }, text)]).toEqual([
        text,
        true,
      ]);
    }
    for (const text of no) {
      expect([text, await accepts(guides, { kind: "json", schema: asked }, text)]).toEqual([
        text,
        false,
      ]);
    }
  });

  it.each<[place: string, why: RegExp, schema: JsonSchema]>([
    [
      "#/properties/a~1b",
      /`pattern` is not supported/,
      { properties: { "a/b": { type: "string", pattern: "a" } } },
    ],
    [
      "#",
      /`requird` is no keyword of JSON Schema: perhaps `required`/,
      { type: "object", requird: ["a"] },
    ],
    ["#", /`minimum` says nothing of `type` string/, { type: "string", minimum: 1 }],
    ["#", /`minimum` is not supported without `type` integer or number/, { minimum: 3 }],
    ["#", /`minimum` is not supported beside `enum`/, { enum: [1, 5], minimum: 3 }],
    ["#", /`minimum` is not supported beside `\$ref`/, { $ref: "#/$defs/a", minimum: 3 }],
    ["#/items/type", /is no type/, { type: "array", items: { type: "text" } }],
    ["#/$ref", /refers to itself alone/, { $ref: "#" }],
    ["#/anyOf/1/$ref", /refers to itself alone/, { anyOf: [{ type: "null" }, { $ref: "#" }] }],
    [
      "#/properties/next/$ref",
      /# needs itself without end/,
      { type: "object", properties: { next: { $ref: "#" } }, required: ["next"] },
    ],
    ["#/items/$ref", /needs itself/, { type: "array", items: { $ref: "#" }, minItems: 1 }],
    ["#/prefixItems/0/$ref", /needs itself/, { type: "array", prefixItems: [{ $ref: "#" }] }],
    [
      "#/$defs/b/items/$ref",
      /needs itself/,
      {
        properties: { a: { $ref: "#/$defs/a" } },
        $defs: {
          a: { properties: { b: { $ref: "#/$defs/b" } }, required: ["b"] },
          b: { items: { $ref: "#/$defs/a" }, minItems: 1 },
        },
      },
    ],
    ["#/$ref", /refers to what is not there/, { $ref: "#/$defs/a" }],
    ["#/$ref", /refers out of the schema/, { $ref: "https://example.org/a.json" }],
    ["#/oneOf", /one value may fit at once/, { oneOf: [{ type: "integer" }, { type: "number" }] }],
    ["#/allOf", /joins several schemas/, { allOf: [{}, {}] }],
    ["#/enum", /no list of values/, { enum: [] }],
    ["#/const", /no value of its `type`/, { const: 1, type: "string" }],
    [
      "#/required",
      /"a" is in no `properties`/,
      { properties: { b: {} }, required: ["a"], additionalProperties: false },
    ],
    [
      "#/additionalProperties",
      /beside `properties`/,
      { properties: { b: {} }, additionalProperties: { type: "null" } },
    ],
    ["#", /more items than it may have/, { type: "array", minItems: 2, maxItems: 1 }],
    ["#", /no number within its bounds/, { type: "integer", minimum: 1.2, maximum: 1.8 }],
    ["#", /whole bounds/, { type: "number", minimum: 0.5 }],
    ["#/maxLength", /out of reach/, { type: "string", maxLength: 1e9 }],
    ["#/properties/a", /false accepts nothing/, { properties: { a: false } }],
  ])("are refused at %s: %s", (place, why, asked) => {
    const write = () => grammarOf({ kind: "json", schema: asked });
    expect(write).toThrow(SchemaFault);
    expect(write).toThrow(expect.objectContaining({ place, message: expect.stringMatching(why) }));
  });

  it("are refused where a schema is too deep or too large to compile in time", () => {
    let deep: JsonSchema = {};
    for (let level = 0; level < 100; level++) deep = { properties: { a: deep } };
    expect(() => grammarOf({ kind: "json", schema: deep })).toThrow(/levels deep/);
    const wide = { anyOf: Array.from({ length: 3000 }, () => ({ type: "null" })) };
    expect(() => grammarOf({ kind: "json", schema: wide })).toThrow(/more than 2000 parts/);
    const required = Array.from({ length: 3000 }, (_, index) => `${index}`);
    expect(() => grammarOf({ kind: "json", schema: { required } })).toThrow(/more than 2000 parts/);
    const texts = Array.from({ length: 1000 }, (_, index) => "x".repeat(100) + index);
    for (const schema of [
      { enum: texts },
      { const: "x".repeat(60_000) },
      { properties: { ["x".repeat(60_000)]: {} } },
    ]) {
      expect(() => grammarOf({ kind: "json", schema })).toThrow(/more than 50000 characters/);
    }
  });

  it("are refused where values are nested deeper than JSON can be written", async () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    const held = guides.hold({ kind: "json", schema: { const: deep } });
    await expect(held).rejects.toThrow(SchemaFault);
  });

  it("may need themselves where they can end without", async () => {
    const list = { type: "array", items: { $ref: "#" } };
    expect(await accepts(guides, { kind: "json", schema: list }, "[[],[[]]]")).toBe(true);
  });
});

describe("counted characters and items", () => {
  it("are as many as a schema says, few or many", async () => {
    for (const [least, most] of [
      [0, 3],
      [33, 33],
      [40, 120],
      [0, 333],
      [70, undefined],
    ] as const) {
      const ends = most === undefined ? {} : { maxLength: most };
      const items = most === undefined ? {} : { maxItems: most };
      const text = { kind: "json", schema: { type: "string", minLength: least, ...ends } } as const;
      const list = {
        ...{ kind: "json" as const },
        schema: { type: "array", items: { const: 0 }, minItems: least, ...items },
      };
      for (const count of new Set([
        0, 1, 32, 33, 34, 39, 40, 69, 70, 119, 120, 121, 332, 333, 334,
      ])) {
        const fits = count >= least && count <= (most ?? count);
        const asText = await accepts(guides, text, `"${"x".repeat(count)}"`);
        const asList = await accepts(guides, list, `[${Array(count).fill(0).join(",")}]`);
        expect([least, most, count, asText, asList]).toEqual([least, most, count, fits, fits]);
      }
    }
  }, 60_000);
});

describe("outputs held to texts", () => {
  it("are one of a choice of sequences, from end to end", async () => {
    const format = {
      kind: "choice" as const,
      options: [
        { kind: "text" as const, text: 'no "call" \\ é' },
        {
          kind: "sequence" as const,
          parts: [
            { kind: "text" as const, text: '<call>{"name": "f", "arguments": ' },
            {
              kind: "json" as const,
              schema: { properties: { a: { type: "integer" } }, required: ["a"] },
            },
            { kind: "text" as const, text: "}</call>" },
          ],
        },
      ],
    };
    for (const [text, isHeld] of [
      ['no "call" \\ é', true],
      ['<call>{"name": "f", "arguments": {"a": 1}}</call>', true],
      ['<call>{"name": "f", "arguments": {"a": 1}}', false],
      ["no", false],
    ] as const) {
      expect([text, await accepts(guides, format, text)]).toEqual([text, isHeld]);
    }
  });

  const choiceOf = (texts: readonly string[]) => ({
    kind: "choice" as const,
    options: texts.map((text) => ({ kind: "text" as const, text })),
  });

  it("are one of a choice, whatever texts begin alike", async () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "é", "😀"), maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(text, { minLength: 1, maxLength: 8 }),
        fc.array(text, { maxLength: 4 }),
        async (texts, others) => {
          for (const each of [...texts, ...others]) {
            const isHeld = await accepts(guides, choiceOf(texts), each);
            expect([texts, each, isHeld]).toEqual([texts, each, texts.includes(each)]);
          }
        },
      ),
      { numRuns: 100 },
    );
  }, 60_000);

  it("are made ready in little time, also where they begin alike for long", async () => {
    const alike = Array.from({ length: 300 }, (_, index) => "x".repeat(index + 1));
    expect(await accepts(guides, choiceOf(alike), "x".repeat(300))).toBe(true);
    expect(await accepts(guides, choiceOf(alike), "x".repeat(301))).toBe(false);
    const begun = performance.now();
    const long = Array.from({ length: 16 }, (_, index) => `${"x".repeat(3000)}${index}`);
    grammarOf(choiceOf(long));
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it("are refused where they are too long together, or no text at all", () => {
    const long = Array.from({ length: 17 }, (_, index) => `${"x".repeat(3000)}${index}`);
    expect(() => grammarOf(choiceOf(long))).toThrow(/more than 50000 characters/);
    expect(() => grammarOf(choiceOf(["a", "\ud83d"]))).toThrow(
      expect.objectContaining({ place: "#/1", message: expect.stringMatching(/\\ud83d/) }),
    );
  });
});
