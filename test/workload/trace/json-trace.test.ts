import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { Columns } from "../../../src/workload/trace/columns.ts";
import { plannerErrorOf } from "../../support/planner-error.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { readAll } from "../traces/statistics.ts";

const folder = temporaryFolder();

async function read(text: string, columns?: Columns) {
  const path = join(folder, "t.jsonl");
  writeFileSync(path, text);
  return readAll(path, columns);
}

async function lengthsIn(text: string, columns?: Columns) {
  const { rows } = await read(text, columns);
  return rows.map(({ promptTokens, outputTokens }) => [promptTokens, outputTokens]);
}

const ONE = '{"input_length": 10, "output_length": 2}';
const OTHER = '{"input_length": 30, "output_length": 4}';
const TWO = [
  [10, 2],
  [30, 4],
];

describe("a JSON trace", () => {
  it("may be a list of more requests than a call takes arguments", async () => {
    const requests = 130_000;
    const text = `[${Array(requests).fill('{"i":1,"o":1}').join(",")}]`;
    const { rows } = await read(text, { in: "i", out: "o" });
    expect(rows).toHaveLength(requests);
  });

  it.each([
    ["lines", `${ONE}\n${OTHER}\n`],
    ["lines without a last end", `\n${ONE}\r\n\r\n${OTHER}`],
    ["a list", `[${ONE}, ${OTHER}]`],
    [
      "a list over several lines",
      JSON.stringify(
        [ONE, OTHER].map((t) => JSON.parse(t)),
        null,
        2,
      ),
    ],
  ])("reads %s", async (_, text) => {
    expect(await lengthsIn(text)).toEqual(TWO);
  });

  it("reads a document over several lines", async () => {
    const document = { samples: [{ input_len: 10, output_len: 2 }], metadata: {} };
    expect(await lengthsIn(JSON.stringify(document, null, 1))).toEqual([[10, 2]]);
  });

  it("reads a document whose list begins on the first line, and its objects on others", async () => {
    expect(await lengthsIn(`{"data": [\n${ONE},\n${OTHER}\n]}`)).toEqual(TWO);
  });

  describe("of OpenTelemetry", () => {
    const columns: Columns = {
      in: "attributes.in",
      out: "attributes.out",
      time: "startTimeUnixNano",
      unit: "ns",
    };
    const span = (id: string, status: unknown) => ({
      ...{ traceId: "t", spanId: id, startTimeUnixNano: "1700000000000000000", status },
      attributes: [
        { key: "in", value: { intValue: "100" } },
        { key: "out", value: { intValue: "20" } },
      ],
    });
    const flat = (status: object) => ({ spanId: "a", attributes: { in: 100, out: 20 }, ...status });
    const document = (...statuses: unknown[]) => ({
      resourceSpans: [
        {
          resource: { attributes: [] },
          scopeSpans: [
            { scope: { name: "x" }, spans: statuses.map((each, at) => span(`${at}`, each)) },
          ],
        },
      ],
    });

    it.each<[what: string, text: string]>([
      ["one document", JSON.stringify(document({ code: 1 }, { code: 2 }, {}))],
      [
        "documents line by line",
        [document({ code: 1 }, { code: 2 }), document({})]
          .map((each) => JSON.stringify(each))
          .join("\n"),
      ],
    ])("reads the spans of %s, but for those that failed", async (_, text) => {
      const { rows } = await read(text, columns);
      expect(rows.map(({ skip, promptTokens }) => [promptTokens, skip])).toEqual([
        [100, undefined],
        [100, "failed"],
        [100, undefined],
      ]);
    });

    it.each<[status: object, skip: string | undefined]>([
      [{ status: { code: 1 } }, undefined],
      [{ status: {} }, undefined],
      [{ status: { code: 2, message: "boom" } }, "failed"],
      [{ status: { code: "STATUS_CODE_ERROR" } }, "failed"],
      [{ status: { status_code: "UNSET" } }, undefined],
      [{ status: { status_code: "ERROR", description: "boom" } }, "failed"],
      [{ status_code: 0 }, undefined],
      [{ statusCode: 2 }, "failed"],
    ])("tells by %j whether a span failed", async (status, skip) => {
      const { rows } = await read(JSON.stringify(flat(status)), {
        in: "attributes.in",
        out: "attributes.out",
      });
      expect(rows.map((row) => row.skip)).toEqual([skip]);
    });
  });

  it("finds what a cache held at any depth of a record", async () => {
    const usage = { i: 100, o: 20, prompt_tokens_details: { cached_tokens: 64 } };
    const { rows } = await read(JSON.stringify({ response: { body: { usage } } }), {
      in: "response.body.usage.i",
      out: "response.body.usage.o",
    });
    expect(rows.map(({ cachedTokens }) => cachedTokens)).toEqual([64]);
  });

  it("reads a line longer than a chunk of the file", async () => {
    const ids = JSON.stringify(Array.from({ length: 50_000 }, (_, id) => id));
    const long = `{"hash_ids": ${ids}, "input_length": 10, "output_length": 2}`;
    expect(await lengthsIn(`${long}\n${OTHER}\n`)).toEqual(TWO);
  });

  it("tells the format by more than the first record", async () => {
    const first = `{"prompt": "${"a".repeat(70_000)}", "output_tokens_count": 5}`;
    const second = '{"prompt": "b", "prompt_tokens_count": 10, "output_tokens_count": 2}';
    const { rows, format } = await read(`${first}\n${second}\n`);
    expect(format).toBe("GuideLLM dataset");
    expect(rows.map(({ skip }) => skip)).toEqual(["tokensUnknown", undefined]);
  });

  it("reads named keys, also inside others", async () => {
    const line = '{"usage": {"prompt_tokens": 10, "completion_tokens": 2}, "at": 1.5}';
    const columns: Columns = {
      in: "usage.prompt_tokens",
      out: "usage.completion_tokens",
      time: "at",
      unit: "s",
    };
    const { rows } = await read(line, columns);
    expect(rows).toMatchObject([{ promptTokens: 10, outputTokens: 2, arrivalNs: 1_500_000_000n }]);
  });

  it("keeps times with more digits than a double holds", async () => {
    const columns: Columns = { in: "i", out: "o", time: "t", unit: "s" };
    const { rows } = await read('{"i": 1, "o": 1, "t": 1759813207.532900363}', columns);
    expect(rows[0]?.arrivalNs).toBe(1_759_813_207_532_900_363n);
  });

  it.each([
    ["a broken line", `${ONE}\n{"input_length": \n`, { line: 2 }, "broken"],
    ["a broken first line", `{"input_length": }\n${ONE}\n`, { line: 1, column: 18 }, "broken"],
    ["a list cut off", `[${ONE},\n${OTHER}`, { line: 2 }, "broken"],
    ["a line that is no object", `${ONE}\n7\n`, { line: 2 }, "no JSON object"],
    ["a list of pairs", "[[10, 2], [30, 4]]", {}, "entry 1 of the list: it is no JSON object"],
    ["lines of lists", "[10, 2]\n[30, 4]\n", { line: 1 }, "no JSON object"],
    [
      "an id of a request twice",
      `{"request_id": 1, ${ONE.slice(1)}\n{"request_id": 1, ${OTHER.slice(1)}`,
      { line: 2 },
      "a second time",
    ],
    ["a sum", `${ONE}\n{"name": "total", ${OTHER.slice(1)}`, { line: 2 }, "sum up others"],
    ["a list of nothing", "[]", { line: 1 }, "no request here has a key"],
    [
      "a word for a length",
      `${ONE}\n{"input_length": "x", "output_length": 1}`,
      { line: 2 },
      '"x"',
    ],
    [
      "true for a length",
      `${ONE}\n{"input_length": true, "output_length": 1}`,
      { line: 2 },
      "true",
    ],
    ["a negative length", `[${ONE}, {"input_length": 1, "output_length": -1}]`, {}, "entry 2"],
    ["keys that no format has", '{"a": 1}\n', { line: 1 }, "the keys a"],
    [
      "a key twice",
      `${ONE}\n{"input_length": 1, "output_length": 2, "input_length": 3}`,
      { line: 2, column: 41 },
      "second time",
    ],
    [
      "a key twice beside a text with its mark",
      '[{"input_length": 1, "t": {"a\\": ": 1, "a\\": ": 2}, "output_length": 2}]',
      { line: 1 },
      "second time",
    ],
    ["lists of two lengths", '{"input_lens": [1, 2], "output_lens": [1]}', {}, "output_lens 1"],
  ])("rejects %s at its place", async (_, text, position, message) => {
    const error = await plannerErrorOf(read(text));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toContain(message);
    expect(error.position).toMatchObject(position);
  });

  const ROWS = [
    { a: 10, b: 2 },
    { a: 30, b: 4 },
  ];
  const KEYED = { columns: ["a", "b"], index: [0, 1] };

  it.each<[string, object]>([
    ["a list under a key", { data: ROWS, model: "m" }],
    ["a list two keys deep", { result: { requests: ROWS } }],
    ["pandas' split", { ...KEYED, data: ROWS.map(({ a, b }) => [a, b]) }],
    ["pandas' table", { schema: { fields: [{ name: "a", type: "integer" }] }, data: ROWS }],
    ["pandas' columns", { a: { 0: 10, 1: 30 }, b: { 0: 2, 1: 4 } }],
    ["pandas' index", { 0: ROWS[0], 1: ROWS[1] }],
    ["a list a column", { a: [10, 30], b: [2, 4], model: "m" }],
  ])("reads named keys of %s", async (_, document) => {
    const columns = { in: "a", out: "b" };
    expect(await lengthsIn(JSON.stringify(document), columns)).toEqual(TWO);
    expect(await lengthsIn(JSON.stringify(document, null, 2), columns)).toEqual(TWO);
  });

  it("reads keys with dots inside other keys, and names them", async () => {
    const line = '{"status": {"code": "STATUS_CODE_OK"}, "attributes": {"ai.in": 10, "ai.out": 2}}';
    expect(await lengthsIn(line, { in: "attributes.ai.in", out: "attributes.ai.out" })).toEqual([
      TWO[0],
    ]);
    const error = await plannerErrorOf(read(line, { in: "ai.in", out: "ai.out" }));
    expect(error.remedy).toContain("There are: status.code, attributes.ai.in, attributes.ai.out.");
  });

  it("reads lists a column beside others, and none whose endings do not match", async () => {
    const columns = { in: "a", out: "b" };
    const lists = { a: [10, 30], b: [2, 4], percentiles: [1, 2, 3] };
    expect(await lengthsIn(JSON.stringify(lists), columns)).toEqual(TWO);
    const more = `${JSON.stringify(lists)}\n${JSON.stringify({ a: [7], b: [8] })}\n`;
    expect(await lengthsIn(more, columns)).toEqual([...TWO, [7, 8]]);
    const error = await plannerErrorOf(
      read(JSON.stringify({ ...lists, error: ["", "", "x"] }), columns),
    );
    expect(error.message).toContain("error has 3 entries for 2 requests");
  });

  it("tells that a second value starts in a document", async () => {
    const error = await plannerErrorOf(read('{\n"a": 1\n}\n{\n"a": 2\n}\n'));
    expect(error.position).toMatchObject({ line: 4, column: 1 });
    expect(error.remedy).toContain("jq -c");
  });

  it("knows a format inside a list under a key, in each line", async () => {
    const page = (record: string) => `{"requests": [${record}]}\n`;
    expect(await lengthsIn(page(ONE))).toEqual([TWO[0]]);
    expect(await lengthsIn(page(ONE) + page(OTHER))).toEqual(TWO);
    const columns = `{"input_length": [10, 30], "output_length": [2, 4]}`;
    expect(await lengthsIn(columns)).toEqual(TWO);
  });

  it("names the keys of a list under a key", async () => {
    const error = await plannerErrorOf(read(JSON.stringify({ data: ROWS })));
    expect(error.message).toContain("the keys a, b");
    expect(error.remedy).toContain("--columns");
  });

  it.each([
    ["a key that no request has", { data: ROWS }, "the key c"],
    [
      "two lists",
      { train: [{ a: 1, c: 1 }], test: [{ a: 1, c: 1 }] },
      "several lists: train, test",
    ],
  ])("refuses %s", async (_, document, message) => {
    const error = await plannerErrorOf(read(JSON.stringify(document), { in: "a", out: "c" }));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toContain(message);
  });

  it("refuses sums over requests under the keys of a known format", async () => {
    const error = await plannerErrorOf(
      read('{"input_tokens": 57000, "output_tokens": 11400, "num_model_requests": 57}'),
    );
    expect(error.message).toContain("num_model_requests");
  });

  it("refuses a histogram until its count is named", async () => {
    const text = '{"a": 10, "b": 2, "count": 5}\n';
    const error = await plannerErrorOf(read(text, { in: "a", out: "b" }));
    expect(error.remedy).toContain("in=a,out=b,count=count");
    const { rows } = await read(text, { in: "a", out: "b", count: "count" });
    expect(rows).toMatchObject([{ requests: 5 }]);
  });

  it.each([
    ['"1e+03"', [1000, 2]],
    ["1e+03", [1000, 2]],
    ['""', [undefined, 2]],
    ["null", [undefined, 2]],
    ['"NaN"', [undefined, 2]],
  ])("reads a length of %s as CSV does", async (length, expected) => {
    const found = await lengthsIn(`{"input_length": ${length}, "output_length": 2}`);
    expect(found).toEqual([expected]);
  });

  it("reads results with numbers that are none, as Python writes them", async () => {
    const run =
      '{"request_rate": Infinity, "mean_tpot_ms": NaN, "note": "NaN \\" Infinity", "input_lens": [1000, 2000], "output_lens": [50, 70], "errors": ["", ""]}';
    const { rows } = await read(run);
    expect(rows.map(({ promptTokens }) => promptTokens)).toEqual([1000, 2000]);
    expect(rows[0]?.record).toMatchObject({ note: 'NaN " Infinity' });
  });

  it("counts a length that is no number as unknown", async () => {
    const { rows } = await read(`${ONE}\n{"input_length": NaN, "output_length": 1}\n`);
    expect(rows.map(({ skip }) => skip)).toEqual([undefined, "tokensUnknown"]);
  });
});

it("names the list in which the keys of a usage report stand", async () => {
  const results = [{ input_tokens: 120_000, output_tokens: 50_000, num_model_requests: 55 }];
  const bucket = { object: "bucket", start_time: 1, results };
  const text = JSON.stringify({ object: "page", data: [bucket, bucket] });
  const columns = { in: "results.input_tokens", out: "results.output_tokens" };
  const error = await plannerErrorOf(read(text, columns));
  expect(error.message).toBe("results is a list, and results.input_tokens a key of its entries");
  expect(error.remedy).toContain("sums up several requests");
});
