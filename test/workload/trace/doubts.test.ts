import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { drawRequests } from "../../../src/replay/requests/request-lengths.ts";
import { workloadNotes } from "../../../src/report/workload-text.ts";
import { readFileWorkload } from "../../../src/workload/file-workload.ts";
import { type Columns, parseColumns } from "../../../src/workload/trace/columns.ts";
import { plannerErrorOf } from "../../support/planner-error.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { factsOf } from "../../support/trace-facts.ts";

const folder = temporaryFolder();
const ASKED: Columns = { in: "p", out: "o" };

describe("rows that may be no requests of their own", () => {
  it.each([
    ["attempt", 1, 2],
    ["retries", 0, 3],
    ["retry_count", 0, 1],
    ["is_retry", false, true],
  ])("are counted and said where %s is %s and %s", async (name, one, other) => {
    const expected = `${name} says that 1 row tried a request again: each try in the file counts as a request of its own`;
    const csv = await factsOf(`p,o,${name}\n100,5,${one}\n100,5,${other}\n`, ASKED);
    const json = await factsOf(
      [one, other].map((value) => JSON.stringify({ p: 100, o: 5, [name]: value })).join("\n"),
      ASKED,
    );
    for (const { requests, doubts } of [csv, json]) {
      expect([requests, doubts]).toEqual([2, [expected]]);
    }
  });

  it("are said where they may sum up the turns of a conversation", async () => {
    const { doubts } = await factsOf("p,o,num_turns\n100,5,12\n100,5,1\n100,5,3\n", ASKED);
    expect(doubts).toEqual([expect.stringContaining("num_turns is 2 or more in 2 rows")]);
  });

  it.each(["turn,3", "attempt,1", "retries,0", "returns,4"])("are not by %s", async (column) => {
    const [name, value] = column.split(",");
    expect((await factsOf(`p,o,${name}\n100,5,${value}\n`, ASKED)).doubts).toBeUndefined();
  });

  it("are said as notes of a plan and of a replay", async () => {
    const path = join(folder, "notes.csv");
    writeFileSync(path, "p,o,attempt\n100,5,2\n");
    const note =
      "notes.csv: attempt says that 1 row tried a request again: each try in the file counts as a request of its own";
    const limits = { model: undefined, asked: undefined };
    expect(workloadNotes("notes.csv", await readFileWorkload(path, ASKED, limits))).toEqual([note]);
    const drawn = await drawRequests(path, { requests: undefined, columns: "in=p,out=o", seed: 1 });
    expect(workloadNotes("notes.csv", drawn)).toEqual([note]);
  });
});

describe("the unit of times", () => {
  const doubtsOf = async (name: string, unit: string, stamps: readonly (string | number)[]) => {
    const rows = stamps.map((stamp) => `100,5,${stamp}`).join("\n");
    const columns = parseColumns(`in=p,out=o,time=${name},unit=${unit}`);
    return (await factsOf(`p,o,${name}\n${rows}\n`, columns)).doubts;
  };

  it.each([
    ["ms", "1700000000", "in s, that is 2023-11-14. It is read in ms"],
    ["ms", "1700000000.25", "in s, that is 2023-11-14"],
    ["ns", "1700000000000", "in ms, that is 2023-11-14"],
    ["ns", "1700000000000000", "in µs, that is 2023-11-14"],
  ])("is doubted where %s make of a stamp of today %s", async (unit, stamp, message) => {
    expect(await doubtsOf("ts", unit, [stamp])).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    ["ms", 0, 3_000_000_000],
    ["ms", 1_700_000_000_000],
    ["s", 1_700_000_000],
    ["s", 0.5],
    ["ns", 0],
    ["ns", "1700000000000000000"],
    ["ns", 900_000_000_000],
  ])("is taken as %s of a trace that begins at %s", async (unit, ...stamps) => {
    expect(await doubtsOf("ts", unit, stamps)).toBeUndefined();
  });

  it.each([
    ["ts_ms", "s", "ts_ms is in another unit than s", "unit=ms"],
    ["startTimeUnixNano", "ms", "is in another unit than ms", "unit=ns"],
    ["arrival_us", "ms", "is in another unit than ms", "Write the times"],
  ])("is refused where the name %s says another than %s", async (name, unit, message, remedy) => {
    const error = await plannerErrorOf(doubtsOf(name, unit, [1]));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toContain(message);
    expect(error.remedy).toContain(remedy);
  });
});

describe("the name of a time", () => {
  const doubtsOf = async (name: string) =>
    (await factsOf(`p,o,${name}\n100,5,1\n`, { ...ASKED, time: name, unit: "s" })).doubts;

  it.each([
    ...["latency_s", "ttft", "inter_arrival_time", "responseTime", "delay", "time_since_last"],
    ...["processing_time", "queueTime", "time_to_first_token", "time_per_output_token", "runtime"],
  ])("is refused as a span: %s", async (name) => {
    const error = await plannerErrorOf(doubtsOf(name));
    expect(error.message).toContain(`${name} is how long something took`);
  });

  it.each(["end_time", "finishedAt", "first_token_ts", "done_at", "updated_at"])(
    "is doubted as later: %s",
    async (name) => {
      expect(await doubtsOf(name)).toEqual([expect.stringContaining("a later moment")]);
    },
  );

  it.each([
    "arrival_time",
    "start_s",
    "ts",
    "timestamp",
    "seconds_since_start",
    "t",
    "created",
    "time_in_s",
  ])("is taken as it is: %s", async (name) => {
    expect(await doubtsOf(name)).toBeUndefined();
  });
});

describe("several runs of a benchmark in one file", () => {
  const run = (start: number) =>
    JSON.stringify({ input_lens: [100], output_lens: [5], start_times: [start] });
  const report = (runs: number) =>
    JSON.stringify({
      benchmarks: Array.from({ length: runs }, (_, at) => ({
        requests: {
          successful: [{ prompt_tokens: 100, output_tokens: 5, request_start_time: 60 * at }],
        },
      })),
    });

  it.each([
    ["lines of vLLM", `${run(1)}\n${run(101)}`],
    ["benchmarks of GuideLLM", report(2)],
  ])("have no stream of arrivals: %s", async (_, text) => {
    const { requests, arrivals } = await factsOf(text);
    expect(requests).toBe(2);
    expect(arrivals).toMatchObject({ refused: expect.stringContaining("several runs") });
  });

  it("have one where there is one run", async () => {
    for (const text of [run(1), report(1)])
      expect((await factsOf(text)).arrivals).toMatchObject({ known: 1 });
  });
});

describe("a file of numbers without a header", () => {
  it.each([
    ["100,50\n200,60\n", "1", "2"],
    ["100,50\n200,60\n", "100", "50"],
    ["5,ChatGPT,472,18\n", "472", "18"],
    ["5,ChatGPT,472,18\n", "prompt", "output"],
    ["0.5,50\n0.6,60\n", "0.5", "50"],
  ])("is called so, whatever columns are named: %j", async (text, prompt, output) => {
    const error = await plannerErrorOf(factsOf(text, { in: prompt, out: output }));
    expect(error).toMatchObject({ message: "the file has no header line", position: { line: 1 } });
    expect(error.remedy).toContain("line with column names");
  });

  it("is not meant by the places that pandas writes as names", async () => {
    expect((await factsOf("0,1\n100,50\n", { in: "0", out: "1" })).requests).toBe(1);
    const error = await plannerErrorOf(factsOf("0,1\n100,50\n", { in: "1", out: "2" }));
    expect(error.message).toBe("the header lacks the column 2");
  });

  it("is not meant by one name that is a number", async () => {
    const error = await plannerErrorOf(factsOf("prompt,2024\n100,50\n", ASKED));
    expect(error.message).toBe("the header lacks the column p");
  });
});

describe("rows of one answer that streams", () => {
  it.each(["id", "trace_id", "uuid", "call_id", "messageId"])("are said by %s", async (name) => {
    const text = `${name},p,o\na,100,1\na,100,2\nb,100,1\na,100,3\n`;
    const { requests, doubts } = await factsOf(text, ASKED);
    expect([requests, doubts]).toEqual([
      4,
      [
        expect.stringContaining(
          `${name} repeats with the same prompt and an output no shorter (2 times)`,
        ),
      ],
    ]);
    const [, ...rows] = text.trim().split("\n");
    const records = rows
      .map((row) => row.split(","))
      .map(([id, p, o]) => JSON.stringify({ [name]: id, p, o }));
    expect((await factsOf(records.join("\n"), ASKED)).doubts).toEqual(doubts);
  });

  it.each([
    "id,p,o\na,100,1\na,120,2\n",
    "id,p,o\na,100,2\na,100,1\n",
    "id,p,o\na,100,2\nb,100,3\n",
    "session_id,p,o\na,100,1\na,100,2\n",
    "model_id,p,o\na,100,1\na,100,2\n",
  ])("are none in %j", async (text) => {
    expect((await factsOf(text, ASKED)).doubts).toBeUndefined();
  });
});

it.each(["concurrency", "max_concurrency", "prefix_len"])(
  "says that rows may be something else by %s",
  async (name) => {
    const { doubts } = await factsOf(`p,o,${name}\n100,5,8\n100,5,16\n`, ASKED);
    expect(doubts).toEqual([expect.stringContaining(`${name} `)]);
  },
);

describe("names of what is no count or no time", () => {
  it.each(["sample_weight", "sampling_rate", "sampleWeight", "importance_weight"])(
    "%s is refused until it is named or renamed",
    async (name) => {
      const error = await plannerErrorOf(factsOf(`p,o,${name}\n100,5,8\n`, ASKED));
      expect(error.message).toContain(`${name} seems to say for how many requests`);
      expect((await factsOf(`p,o,${name}\n100,5,8\n`, { ...ASKED, count: name })).rows).toBe(8);
    },
  );

  it.each([
    ["cum_count", "sums up the rows before"],
    ["cumulativeRequests", "sums up the rows before"],
    ["pct", "is a share"],
    ["share_of_requests", "is a share"],
    ["request_id", "names a request"],
    ["latency", "is a time"],
    ["avg_requests", "is a statistic"],
  ])("count=%s is refused", async (name, what) => {
    const error = await plannerErrorOf(
      factsOf(`p,o,${name}\n100,5,4\n100,5,10\n`, { ...ASKED, count: name }),
    );
    expect(error.message).toContain(`${name} ${what}`);
  });

  it.each([
    ["arrival_hours", "is in another unit than s"],
    ["arrival_min", "is in another unit than s"],
    ["day", "is in another unit than s"],
    ["time_h", "is in another unit than s"],
    ["delta_t", "is how long something took"],
    ["dt", "is how long something took"],
    ["request_id", "is no time"],
    ["row_index", "is no time"],
    ["prompt_tokens", "is no time"],
  ])("time=%s is refused", async (name, what) => {
    const columns: Columns = { ...ASKED, time: name, unit: "s" };
    const error = await plannerErrorOf(factsOf(`p,o,${name}\n100,5,4\n`, columns));
    expect(error.message).toContain(`${name} ${what}`);
  });

  it.each(["time_of_day", "t", "at", "m", "first_token_time", "ts_s", "seconds"])(
    "time=%s is taken",
    async (name) => {
      const columns: Columns = { ...ASKED, time: name, unit: "s" };
      const { arrivals } = await factsOf(`p,o,${name}\n100,5,4\n`, columns);
      expect(arrivals).toMatchObject({ firstNs: "4000000000" });
    },
  );
});

it.each([
  ["1700000000000000", "ms", "In µs, that is 2023-11-14: divide the times by 1000"],
  ["1700000000000", "s", "In ms, that is 2023-11-14: say unit=ms"],
  ["1700000000000000000", "ms", "In ns, that is 2023-11-14: say unit=ns"],
] as const)("says what a stamp of %s beyond %s may be", async (stamp, unit, remedy) => {
  const columns: Columns = { ...ASKED, time: "at", unit };
  const error = await plannerErrorOf(factsOf(`p,o,at\n100,5,${stamp}\n`, columns));
  expect(error.remedy).toContain(remedy);
});
