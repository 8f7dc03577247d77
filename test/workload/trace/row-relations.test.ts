import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { readFileWorkload } from "../../../src/workload/file-workload.ts";
import { plannerErrorOf } from "../../support/planner-error.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();

async function factsOf(text: string) {
  const path = join(folder, "t.txt");
  writeFileSync(path, text);
  const limits = { model: undefined, asked: undefined };
  return (await readFileWorkload(path, { in: "i", out: "o" }, limits)).facts;
}

const lines = (...records: object[]) => records.map((each) => JSON.stringify(each)).join("\n");

describe("a span above others", () => {
  it.each<[what: string, text: string]>([
    ["Langfuse's", "id,parentObservationId,traceId,i,o\na,,t,700,70\nb,a,t,300,20\nc,a,t,400,50"],
    ["OpenTelemetry's, below first", "span_id,parent_span_id,i,o\nb,a,300,20\na,,700,70"],
    [
      "that of its Python library",
      lines(
        { context: { trace_id: "t", span_id: "a" }, parent_id: null, i: 700, o: 70 },
        { context: { trace_id: "t", span_id: "b" }, parent_id: "a", i: 700, o: 70 },
      ),
    ],
    ["LangSmith's", "id,parent_run_id,i,o\na,,700,70\nb,a,300,20"],
  ])("is refused where both have lengths: %s", async (_, text) => {
    const error = await plannerErrorOf(factsOf(text));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toMatch(/ names "a", a row that has lengths too: it seems to sum up/);
    expect(error.position?.line).toBeGreaterThan(1);
  });

  it.each<[what: string, text: string]>([
    ["it has no lengths", "span_id,parent_span_id,i,o\na,,,\nb,a,300,20\nc,a,400,50"],
    ["it is an earlier turn", "chat_id,parent_chat_id,i,o\n1,-1,300,20\n2,1,400,50"],
    ["rows are no spans", "id,parent_id,i,o\n1,,300,20\n2,1,400,50"],
  ])("is none where %s", async (_, text) => {
    expect((await factsOf(text)).requests).toBe(2);
  });
});

describe("parts of an answer that streams", () => {
  const part = (id: string, o: number, object = "chat.completion.chunk") => ({
    ...{ id, object, i: 100, o },
  });

  it.each(["chat.completion.chunk", "text_completion", "response"])(
    "are refused by the id of a %s",
    async (object) => {
      const text = lines(part("a", 1, object), part("b", 1, object), part("a", 2, object));
      const error = await plannerErrorOf(factsOf(text));
      expect(error.message).toBe('id is "a" a second time, so that rows are parts of one answer');
      expect(error.position?.line).toBe(3);
    },
  );

  it("count once where only the last of each has lengths", async () => {
    const { o: _, i: __, ...without } = part("a", 0);
    const { requests, rows } = await factsOf(lines(part("b", 9), without, part("a", 2)));
    expect([requests, rows]).toEqual([2, 3]);
  });

  it.each(["response_id", "generation_id", "completion_id"])(
    "are refused by a repeated %s",
    async (name) => {
      const error = await plannerErrorOf(factsOf(`${name},i,o\na,100,1\na,100,2`));
      expect(error.message).toContain(`${name} is "a" a second time`);
    },
  );
});

describe("shares of all requests", () => {
  it.each([
    ["share", [0.9, 0.1], "1"],
    ["probability", [0.25, 0.5, 0.25], "1"],
    ["pct", [33.3, 33.3, 33.3], "99.9"],
    ["Percentage", ["60%", "40%"], "100"],
  ])("are refused as %s", async (name, shares, sum) => {
    const rows = shares.map((share, row) => `${100 + row},10,${share}`);
    const error = await plannerErrorOf(factsOf([`i,o,${name}`, ...rows].join("\n")));
    expect(error.message).toContain(`${name} sums up to ${sum}: rows seem to stand for shares`);
    const json = rows
      .map((row) => row.split(","))
      .map(([i, o, share]) => ({ i, o, [name]: share }));
    expect((await plannerErrorOf(factsOf(lines(...json)))).message).toContain("sums up to");
  });

  it("are none where they do not add up", async () => {
    expect((await factsOf("i,o,share\n100,10,0.9\n200,20,0.8")).requests).toBe(2);
  });
});

describe("a total beside its parts", () => {
  it.each<[what: string, text: string, line: number]>([
    ["BurstGPT's", "i,o,Total tokens\n472,18,490\n472,18,491", 3],
    ["OpenAI's", lines({ i: 1, o: 5 }, { i: 100, o: 5, usage: { total_tokens: 104 } }), 2],
    ["Gemini's", lines({ i: 1, o: 5 }, { i: 100, o: 5, totalTokenCount: 130 }), 2],
    ["one of nothing", "i,o,total_tokens\n472,18,0", 2],
    ["a word", "i,o,total_tokens\n472,18,many", 2],
  ])("is refused where it is another sum: %s", async (_, text, line) => {
    const error = await plannerErrorOf(factsOf(text));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toMatch(/ is (\d+|"many"), and prompt and output are \d+ together/);
    expect(error.position?.line).toBe(line);
  });

  it.each(["i,o,Total tokens\n472,18,490\n7,3,", "i,o,total_tokens\n472,18,490.0\n0,3,99"])(
    "is taken where it fits, or where the row does not count: %j",
    async (text) => {
      expect((await factsOf(text)).requests).toBeGreaterThan(0);
    },
  );
});

describe("beams", () => {
  it.each(["num_beams", "beam_width", "beamSize", "n_beams"])(
    "are several answers: %s",
    async (name) => {
      const error = await plannerErrorOf(factsOf(`i,o,${name}\n100,50,4`));
      expect(error.message).toContain(`${name} says 4: the output seems to be that of several`);
      expect((await factsOf(`i,o,${name}\n100,50,1`)).requests).toBe(1);
    },
  );
});

describe("a number with more digits than a double holds", () => {
  it.each([
    ['{"i":9007199254740993,"o":1}', "the prompt tokens are 9007199254740993"],
    ['{"i":1,"o":123456789012345678901}', "the output tokens are 123456789012345678901"],
    ['{"i":1,"o":1,"total_tokens":9007199254740993}', "total_tokens is 9007199254740993, and"],
    ['{"i":1,"o":1,"status":9007199254740993}', 'status is "9007199254740993"'],
    ['{"i":1,"o":{"a":9007199254740993}}', 'the output tokens are {"a":9007199254740993}'],
  ])("is shown as it stands: %s", async (text, message) => {
    const error = await plannerErrorOf(factsOf(text));
    expect(error.message).toContain(message);
  });
});
