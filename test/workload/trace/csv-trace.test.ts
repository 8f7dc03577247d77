import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Columns } from "../../../src/workload/trace/columns.ts";
import { openCsvTrace } from "../../../src/workload/trace/csv-trace.ts";
import { plannerErrorOf } from "../../support/planner-error.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { readAll } from "../traces/statistics.ts";

const folder = temporaryFolder();
const HEADER = "ContextTokens,GeneratedTokens";

async function read(text: string, columns?: Columns) {
  const path = join(folder, "t.csv");
  writeFileSync(path, text);
  return readAll(path, columns);
}

async function lengthsIn(text: string, columns?: Columns) {
  const { rows } = await read(text, columns);
  return rows.map(({ promptTokens, outputTokens }) => [promptTokens, outputTokens]);
}

const TWO = [
  [10, 2],
  [30, 4],
];

describe("a CSV trace", () => {
  it.each([
    ["any column order", "GeneratedTokens,ContextTokens\n2,10\n4,30\n"],
    ["further columns", "TIMESTAMP,ContextTokens,GeneratedTokens\nXXX,10,2\nXXX,30,4\n"],
    ["Windows line ends and a byte order mark", `\uFEFF${HEADER}\r\n10,2\r\n30,4`],
    ["line ends of old Macs", `${HEADER}\r10,2\r30,4\r`],
    ["quoted cells and blank lines", '"ContextTokens","GeneratedTokens"\n"10","2"\n\n30, 4\n\n'],
    ["a quoted list before the lengths", `ids,${HEADER}\n"[1, 2, 3]",10,2\n"[4, 5]",30,4\n`],
    ["a quoted line end", `text,${HEADER}\n"a\nb\r\nc",10,2\nd,30,4\n`],
    ["a line end in the last quoted cell", `${HEADER},text\n10,2,"a\nb"\n30,4,"c\n"`],
    ["doubled quotes", `text,${HEADER}\n"a ""b"", c",10,2\n"""",30,4\n`],
    ["an empty quoted cell", `text,${HEADER}\n"",10,2\n"",30,4\n`],
    ["semicolons", "ContextTokens;GeneratedTokens\n10;2\n30;4\n"],
    ["the separator line of spreadsheets", "sep=;\nContextTokens;GeneratedTokens\n10;2\n30;4\n"],
    ["tabs", "ContextTokens\tGeneratedTokens\n10\t2\n30\t4\n"],
    ["bars", "ContextTokens|GeneratedTokens\n10|2\n30|4\n"],
    ["comments", `# from, a "tool\n${HEADER}\n10,2\n# half way\n30,4\n#end`.replace('"', "")],
    [
      "more comments than a chunk of the file holds",
      `${"# a comment\n".repeat(9000)}${HEADER}\n10,2\n30,4\n`,
    ],
    ["whole numbers with a fraction of zero", `${HEADER}\n10.0,2.0\n30,4.\n`],
    ["exponents, as R writes them", `${HEADER}\n1e+01,2\n3.0E1,4e0\n`],
    ["rows of nothing but separators", `${HEADER}\n10,2\n,\n30,4\n,\n`],
  ])("reads %s", async (_, text) => {
    expect(await lengthsIn(text)).toEqual(TWO);
  });

  it.each([
    ["an id", `id,${HEADER}\n#1,10,2\n2,30,4\n`],
    ["an error of a spreadsheet", `${HEADER}\n#N/A,2\n30,4\n`],
    ["a cell too narrow in a spreadsheet", `${HEADER}\n#####,2\n30,4\n`],
    ["a prompt with a heading", `text,${HEADER}\n"# Title, and more",10,2\nb,30,4\n`],
  ])("counts a row that starts with # as one left out: %s", async (_, text) => {
    const { batches } = await openCsvTrace("t.csv", cut(text, [9]));
    const skips: unknown[] = [];
    for await (const rows of batches) skips.push(...rows.map(({ skip }) => skip));
    expect(skips).toEqual(["comment", undefined]);
  });

  it.each([
    ["no header", "10,2\n30,4\n", 1, 1, "no header"],
    ["a header without outputs", "ContextTokens\n10\n", 1, 1, "no format known"],
    ["a column twice", `${HEADER},ContextTokens\n10,2,3\n`, 1, undefined, "twice"],
    ["a word", `${HEADER}\n10,2\n30,many\n`, 3, 4, '"many"'],
    ["a negative length", `${HEADER}\n-10,2\n`, 2, 1, '"-10"'],
    ["a fraction", `${HEADER}\n10,2.5\n`, 2, 4, '"2.5"'],
    ["a hexadecimal number", `${HEADER}\n0x10,2\n`, 2, 1, '"0x10"'],
    [
      "a sum at the end",
      "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,808,10\n,808,10\n",
      3,
      undefined,
      "unlike those before it",
    ],
    ["a fraction with an exponent", `${HEADER}\n1.25e1,2\n`, 2, 1, '"1.25e1"'],
    [
      "row names without one of their own",
      `${HEADER}\n"1",10,2\n`,
      2,
      undefined,
      "3 cells, and the header 2",
    ],
    ["a missing cell", `${HEADER}\n10,2\n\n30\n`, 4, undefined, "1 cells, and the header 2"],
    ["an unquoted list", `ids,${HEADER}\n[1, 2],10,2\n`, 2, undefined, "4 cells"],
    ["a cell too many", `${HEADER}\n# x\n10,2\n30,4,\n`, 4, undefined, "3 cells"],
    [
      "a cell too many after line ends in quotes",
      `t,${HEADER}\n"a\n\nb",10,2\nc,30,4,5\n`,
      5,
      undefined,
      "4 cells",
    ],
    [
      "a cell too many after CRLF in quotes",
      `t,${HEADER}\r\n"a\r\nb",1,2\r\nc,3,4,5\r\n`,
      4,
      undefined,
      "4 cells",
    ],
    [
      "text after a quoted cell",
      `t,${HEADER}\na,1,2\n"b"c,10,2\n`,
      3,
      undefined,
      "quote stands inside",
    ],
    [
      "a quote in a cell",
      `t,${HEADER}\n5" disk,10,2\n6" disk,1,1\n`,
      2,
      undefined,
      "quote stands inside",
    ],
    [
      "a quote that is never closed",
      `t,${HEADER}\na,10,2\n"b,30,4\n`,
      3,
      undefined,
      "never closed",
    ],
  ])("rejects %s at its place", async (_, text, line, column, message) => {
    const error = await plannerErrorOf(read(text));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toContain(message);
    expect(error.position).toMatchObject({ line });
    expect(error.position?.column).toBe(column);
    expect(error.remedy).toBeDefined();
  });

  it.each(["", "NaN", "NA", "null", "None", "-", "\\N", "<NA>"])(
    "counts a length of %j as unknown, as in JSON",
    async (cell) => {
      const { rows } = await read(`${HEADER}\n10,2\n30,${cell}\n`);
      expect(rows.map(({ skip }) => skip)).toEqual([undefined, "tokensUnknown"]);
    },
  );

  it.each([
    ["psql", " a | b \n---+---\n 10 | 2\n(1 row)\n", "--csv"],
    ["MySQL", "+----+---+\n| a  | b |\n+----+---+\n| 10 | 2 |\n+----+---+\n", "--batch"],
    ["Markdown", "| a | b |\n|---|:-:|\n| 10 | 2 |\n", "Markdown"],
    ["R", '"a" "b"\n"1" 10 2\n"2" 30 4\n', "row.names = FALSE"],
    ["pandas", "    a  b\n0  10  2\n1  30  4\n", "index=False"],
  ])("names a table that %s prints", async (_, text, remedy) => {
    const error = await plannerErrorOf(read(text, { in: "a", out: "b" }));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toMatch(/drawn for reading|separated by spaces/);
    expect(error.remedy).toContain(remedy);
  });

  it("says that a log names no columns", async () => {
    const line = '127.0.0.1 - - [12/May/2024:00:00:00 +0000] "POST /v1 HTTP/1.1" 200 512\n';
    const error = await plannerErrorOf(read(line.repeat(2), { in: "a", out: "b" }));
    expect(error.message).toBe("the first line names no columns");
    expect(error.remedy).toContain(HEADER);
  });

  it("asks for dates whose day and month are certain", async () => {
    const { refusal } = await read(`TIMESTAMP,${HEADER}\n11/10/2023 6:15 PM,10,2\n`);
    expect(refusal?.reason).toContain("11/10/2023");
    expect(refusal?.remedy).toContain("2023-11-16 18:17:03");
    expect(refusal?.remedy).not.toContain("NAME");
  });

  it.each(["TOTAL", "Grand total", "Aggregated"])("refuses a row called %s", async (word) => {
    const text = `id,a,b\nx,10,2\ny,30,4\n${word},40,6\n`;
    const error = await plannerErrorOf(read(text, { in: "a", out: "b" }));
    expect(error).toMatchObject({ code: "E_INVALID_FILE", position: { line: 4 } });
    expect(error.message).toContain("sum up others");
  });

  it("takes a word for a kind of request where the lengths are no sum", async () => {
    const text = "task,a,b\nsum,10,2\nsum,30,4\n";
    expect(await lengthsIn(text, { in: "a", out: "b" })).toEqual(TWO);
    const error = await plannerErrorOf(read(`${text}sum,40,6\n`, { in: "a", out: "b" }));
    expect(error.position).toMatchObject({ line: 4 });
  });

  it.each(["request_id", "Request ID", "req_id"])(
    "refuses a %s that stands twice",
    async (name) => {
      const text = `${name},event,a,b\nr1,first,10,1\nr2,first,10,1\nr1,last,10,5\n`;
      const error = await plannerErrorOf(read(text, { in: "a", out: "b" }));
      expect(error).toMatchObject({ code: "E_INVALID_FILE", position: { line: 4 } });
      expect(error.message).toContain(`${name} is "r1" a second time`);
    },
  );

  it("refuses a request_id that stands twice far apart", async () => {
    const ids = Array.from({ length: 12_000 }, (_, index) => `r${index},10,2\n`);
    const text = `request_id,a,b\n${ids.join("")}r7,10,2\n`;
    const error = await plannerErrorOf(read(text, { in: "a", out: "b" }));
    expect(error.position).toMatchObject({ line: 12_002 });
  });

  it.each(["Average", "mean", "std", "50%", "p99", "Std. Dev."])(
    "refuses a row called %s, as of `describe()`",
    async (word) => {
      const error = await plannerErrorOf(
        read(`x,a,b\n1,10,2\n${word},20,3\n`, { in: "a", out: "b" }),
      );
      expect(error).toMatchObject({ code: "E_INVALID_FILE", position: { line: 3 } });
    },
  );

  it("refuses a sum that is called so in its last cell", async () => {
    const error = await plannerErrorOf(
      read("a,b,note\n10,2,\n30,4,\n40,6,total\n", { in: "a", out: "b" }),
    );
    expect(error.position).toMatchObject({ line: 4 });
    expect(await lengthsIn("a,b,note\n10,2,total\n30,4,all\n", { in: "a", out: "b" })).toEqual(TWO);
  });

  it.each(["1.000", "12.345", "999.000"])(
    "refuses %s, a thousand in some countries and one in others",
    async (cell) => {
      const error = await plannerErrorOf(read(`a;b\n${cell};2\n`, { in: "a", out: "b" }));
      expect(error).toMatchObject({ code: "E_INVALID_FILE", position: { line: 2 } });
      expect(error.remedy).toContain("without separators");
    },
  );

  it.each([
    ["YAML", "- a: 10\n  b: 2\n", "yq"],
    ["a JSON text sequence", '\u001e{"a": 10, "b": 2}\n', "tr -d"],
  ])("names %s", async (name, text, remedy) => {
    const error = await plannerErrorOf(read(text, { in: "a", out: "b" }));
    expect(error.message).toContain(`the file is ${name}`);
    expect(error.remedy).toContain(remedy);
  });

  it("asks for no unit where civil times stand before a number", async () => {
    const text = "t,a,b\n2024-05-12T00:00:00Z,10,2\n1715472001,30,4\n";
    const error = await plannerErrorOf(read(text, { in: "a", out: "b", time: "t" }));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toBe('t is "1715472001", no date and time');
  });

  it("excuses the missing time of a request that failed", async () => {
    const stamp = "2024-05-12 00:00:00";
    const { rows } = await read(`TIMESTAMP,${HEADER},error\n${stamp},10,2,\n,,,refused\n`);
    expect(rows.map(({ skip }) => skip)).toEqual([undefined, "failed"]);
  });

  it.each([
    ...["count", "Count", "Frequency", "num_requests", "num_model_requests", "call_count"],
    ...["cnt", "req_cnt", "n_obs", "quantity", "num_users"],
  ])("refuses the column %s of a histogram until it is named", async (name) => {
    const columns = { in: "a", out: "b" };
    const error = await plannerErrorOf(read(`a,b,${name}\n10,2,5\n`, columns));
    expect(error).toMatchObject({ code: "E_INVALID_FILE", position: { line: 1 } });
    expect(error.remedy).toContain(`in=a,out=b,count=${name}`);
    const { rows } = await read(`a,b,${name}\n10,2,5\n`, { ...columns, count: name });
    expect(rows).toMatchObject([{ requests: 5, promptTokens: 10 }]);
  });

  it("refuses a histogram in a known format, too", async () => {
    const error = await plannerErrorOf(read(`${HEADER},count\n10,2,5\n`));
    expect(error.remedy).toContain("count=count");
  });

  it("refuses a count that is none, at its line", async () => {
    const error = await plannerErrorOf(
      read("a,b,n\n10,2,5\n10,2,some\n", { in: "a", out: "b", count: "n" }),
    );
    expect(error).toMatchObject({ code: "E_INVALID_FILE", position: { line: 3 } });
  });

  it("reads the columns that the user names", async () => {
    const columns = { in: "prompt, total", out: "n" };
    expect(await lengthsIn('"prompt, total",n\n10,2\n30,4\n', columns)).toEqual(TWO);
  });

  it("names the column that --columns misses", async () => {
    const error = await plannerErrorOf(read("a,b\n1,2\n", { in: "a", out: "c" }));
    expect(error.message).toBe("the header lacks the column c");
    expect(error.remedy).toContain('"a", "b"');
  });

  it("reads named times by their unit", async () => {
    const columns: Columns = { in: "a", out: "b", time: "t", unit: "ms" };
    const { rows } = await read("t,a,b\n1.5,1,2\n1e3,1,2\n", columns);
    expect(rows.map(({ arrivalNs }) => arrivalNs)).toEqual([1_500_000n, 1_000_000_000n]);
  });

  it("reads named civil times without a unit", async () => {
    const columns: Columns = { in: "a", out: "b", time: "t" };
    const { rows } = await read("t,a,b\n1970-01-01T00:00:01Z,1,2\n", columns);
    expect(rows[0]?.arrivalNs).toBe(1_000_000_000n);
  });

  it("asks for the unit of named numbers", async () => {
    const error = await plannerErrorOf(read("t,a,b\n1.5,1,2\n", { in: "a", out: "b", time: "t" }));
    expect(error.code).toBe("E_USAGE");
    expect(error.remedy).toContain("unit=s, unit=ms or unit=ns");
  });

  it("rejects a named time that is none, at its line", async () => {
    const columns: Columns = { in: "a", out: "b", time: "t", unit: "s" };
    const error = await plannerErrorOf(read("t,a,b\n1,1,2\nlater,1,2\n", columns));
    expect(error).toMatchObject({ code: "E_INVALID_FILE", position: { line: 3 } });
  });

  it("does not depend on how its text is cut", async () => {
    const cell = fc.oneof(
      fc.constantFrom("", "a", '"', '"",', "\n", "\r\n", ",", "#", ';"'),
      // Percentages and percentiles stand in rows that sum up others.
      fc.string({ maxLength: 6 }).filter((text) => !/%|^p\d/i.test(text.trim())),
    );
    const request = fc.record({ cell, p: fc.nat(9999), o: fc.nat(9999) });
    const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(request), cuts, async (requests, sizes) => {
        const lines = requests.map(({ cell: c, p, o }) => `"${c.replaceAll('"', '""')}",${p},${o}`);
        const text = [`text,${HEADER}`, ...lines].join("\n");
        const { batches } = await openCsvTrace("t.csv", cut(text, sizes));
        const found: (number | undefined)[][] = [];
        for await (const rows of batches) {
          found.push(...rows.map(({ promptTokens, outputTokens }) => [promptTokens, outputTokens]));
        }
        // A first cell that starts with `#` is one of a comment, whose lengths do not count.
        expect(found).toEqual(
          requests.map(({ cell: c, p, o }) =>
            c.startsWith("#") ? [undefined, undefined] : [p, o],
          ),
        );
      }),
    );
  });
});

async function* cut(text: string, sizes: readonly number[]): AsyncGenerator<string> {
  for (let at = 0, turn = 0; at < text.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield text.slice(at, at + size);
    at += size;
  }
}
