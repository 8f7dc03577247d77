import { describe, expect, it } from "@jest/globals";
import { Command } from "commander";
import { register } from "../../src/cli/commands/search.ts";
import type { CommandContext } from "../../src/cli/console/context.ts";
import { parseText } from "../../src/files/read-document.ts";
import type { Plan } from "../../src/generated/plan.ts";
import type { PlanSet } from "../../src/generated/plan-set.ts";
import { commandRemarks, setCommandRemarks } from "../../src/setup/command-remarks.ts";
import { PLAN_RULES } from "../../src/setup/command-rules.ts";
import type { CommandOption } from "../../src/setup/search-command.ts";
import { SET_RULES } from "../../src/setup/set-command-rules.ts";
import { runProgram } from "../support/fake-process.ts";
import { planFixture } from "../support/plan-fixture.ts";

const COMMAND =
  "nanoflow-plan search --model llama-3-8b --gpu h100-sxm --tp 1 --workload 1024/512 --splits aligned --gap 3";
const HEAD = planFixture();

function planOf(change: (copy: Plan) => void = () => {}): Plan {
  const plan = structuredClone(HEAD);
  plan.model.id = "llama-3-8b";
  plan.workload.name = "1024/512";
  plan.profile.file = "h100-sxm";
  plan.profile.sessions = ["one", "two"];
  plan.provenance.command = COMMAND;
  change(plan);
  return plan;
}

function messagesOf(plan: Plan, path = "a.yaml"): string[] {
  const document = parseText(path, JSON.stringify(plan));
  return commandRemarks(plan, document).map(({ severity, message }) => `${severity}: ${message}`);
}

/** What is said with more options in the command, or with some of its words as others. */
function messagesWith(options: string, from = "", change?: (copy: Plan) => void): string[] {
  return messagesOf(
    planOf((copy) => {
      copy.provenance.command =
        from === "" ? `${COMMAND} ${options}` : COMMAND.replace(from, options);
      change?.(copy);
    }),
  );
}

describe("a plan beside its command", () => {
  it("is what the command asks for, also under the name of a checkpoint", () => {
    expect(messagesOf(planOf())).toEqual([]);
    expect(messagesWith("meta-llama/Meta-Llama-3-8B", "llama-3-8b")).toEqual([]);
  });

  it("has the number formats that the command asks for", () => {
    const kv = { type: "fp8-e4m3", scaling: "row" } as const;
    const plan = planOf(({ model }) => Object.assign(model.shape, { precision: { kv } }));
    expect(messagesOf(plan)).toEqual([
      "error: model.shape.precision.kv is fp8, but the command leaves --kv-cache at bf16",
    ]);
    plan.provenance.command += " --kv-cache fp8";
    expect(messagesOf(plan)).toEqual([]);
    plan.provenance.command += " --precision fp8";
    expect(messagesOf(plan)).toHaveLength(1);
  });

  it("may have the name of a file or folder, which the command does not say", () => {
    const own = planOf(({ model, provenance, workload }) => {
      model.id = "own";
      workload.name = "w.csv";
      provenance.command =
        "nanoflow-plan search --model ./own --workload data/w.csv --splits aligned --gap 3";
    });
    expect(messagesOf(own)).toEqual([]);
  });

  it.each<[id: string, path: string, isFound: boolean]>([
    ["own", "models/own/config.json", false],
    ["own", "./own.json", false],
    ["own-variant", "own", false],
    ["Llama-3.1-8B", "meta-llama/Llama-3.1-8B", false],
    ["llama-3.1-8b", "meta-llama/Llama-3.1-8B", false],
    ["llama-3-8b", "meta-llama/Llama-3.1-8B", true],
    ["anything", ".", false],
    ["anything", "../config.json", false],
    ["other", "models/own", true],
  ])("of a file is called %s after %s", (id, path, isFound) => {
    const found = messagesWith(path, "llama-3-8b", ({ model }) => {
      model.id = id;
    });
    expect(found).toHaveLength(isFound ? 1 : 0);
  });

  it("is noted where the command is none of this program's", () => {
    expect(messagesWith("; rm -rf x")).toEqual([
      "note: the command is no search with known options: nothing can be made again by it",
    ]);
  });
});

/** Options that change no plan. */
const SILENT = ["threads", "explain", "json", "quiet", "debug", "progress"] as const;
type Telling = Exclude<CommandOption, (typeof SILENT)[number]>;
type Example = [options: string, from: string, found: RegExp, change?: (copy: Plan) => void];

/** For each option a command that the plan is not that of, or that nothing in it tells about. */
const CONTRADICTIONS: Readonly<Record<Telling, readonly [Example, ...Example[]]>> = {
  model: [["llama-2-7b", "llama-3-8b", /error: model.id is llama-3-8b.* --model llama-2-7b/]],
  gpu: [["h200-sxm", "h100-sxm", /error: gpu.id is h100-sxm, .* --gpu h200-sxm/]],
  tp: [["--tp 2", "--tp 1", /error: model.tensorParallel is 1, .* --tp 2/]],
  profile: [
    ["--profile o.json", "--gpu h100-sxm", /error: profile.file is h100-sxm, .* --profile o.json/],
    [
      "",
      "--gpu h100-sxm",
      /note: profile.file is own, which does not ship/,
      ({ profile }) => Object.assign(profile, { file: "own" }),
    ],
  ],
  sessions: [
    ["--sessions two,one", "", /error: profile.sessions is one,two, .* --sessions two,one/],
    ["--sessions other", "", /error: profile.sessions is one,two, .* --sessions other/],
    ["--sessions one,one", "", /error: no search succeeds .* names one twice/],
    [
      "--sessions one,two",
      "",
      /error: the plan was made from a file/,
      ({ profile }) => delete profile.sessions,
    ],
  ],
  norms: [["--norms fused", "", /error: model.norms is apart, .* --norms fused/]],
  precision: [
    ["--precision fp8", "", /error: model.shape.precision.weights is bf16, .* --precision fp8/],
  ],
  kvCache: [["--kv-cache fp8", "", /error: model.shape.precision.kv is bf16, .* --kv-cache fp8/]],
  workload: [
    ["512/512", "1024/512", /error: workload.name is 1024\/512, .* --workload 512\/512/],
    ["sharegpt", "1024/512", /error: workload.name is 1024\/512, .* --workload sharegpt/],
    [
      "",
      "--workload 1024/512",
      /error: workload.name is lmsys, .* leaves --workload at 1024\/512/,
      ({ workload }) => Object.assign(workload, { name: "lmsys" }),
    ],
  ],
  columns: [
    ["--columns in=a,out=b", "", /error: no search succeeds .* 1024\/512 is none/],
    [
      "w.csv --columns in=a,out=b",
      "1024/512",
      /note: the plan does not hold the requests of w.csv: --columns in=a,out=b was not checked/,
      ({ workload }) => Object.assign(workload, { name: "w.csv" }),
    ],
  ],
  maxPositions: [
    [
      "w.csv --max-positions 4096",
      "1024/512",
      /note: the plan does not hold the requests of w.csv: --max-positions 4096/,
      ({ workload }) => Object.assign(workload, { name: "w.csv" }),
    ],
  ],
  batch: [
    ["--batch 4 --decode 128", "", /error: workload.denseBatchTokens is 512, .* --batch 4/],
    ["--batch 512", "", /error: no search succeeds .* needs --batch and --decode/],
    ["--batch 512 --decode 128 --batches 2", "", /--batches says nothing beside --batch/],
  ],
  decode: [["--batch 512 --decode 2", "", /error: workload.decodeTokens is 128, .* --decode 2/]],
  context: [
    [
      "--batch 512 --decode 128 --context 9",
      "--workload 1024/512",
      /error: workload.decodeContext is 300, .* --context 9/,
    ],
    ["--batch 512 --decode 128 --context 300", "", /error: .* --workload contradicts --context/],
  ],
  solver: [["--solver glpk", "", /error: search.solver is highs, .* --solver glpk/]],
  method: [
    ["--method ilp", "", /error: search.method is branch, .* --method ilp/],
    [
      "--method none",
      "",
      /error: no search succeeds .* --splits says nothing beside --method none/,
    ],
  ],
  parts: [
    ["--parts 1", "", /error: the plan has 2 nano-batches, but the command says --parts 1/],
    ["--parts 3", "", /error: the certificate covers up to 2 nano-batches, .* --parts 3/],
  ],
  splits: [
    ["", "--splits aligned", /error: the certificate covers splits aligned, .* per-operation/],
  ],
  batches: [
    [
      "--batches 2",
      "",
      /error: the certificate covers 3 dense batches, .* --batches 2/,
      ({ search }) => {
        search.certificate = search.certificate.replace(
          "structures",
          "structures of 3 dense batches",
        );
      },
    ],
  ],
  gap: [
    ["--gap 0.1", "--gap 3", /error: .* all was searched to a gap of 2.04%, .* --gap 0.1/],
    ["", "--gap 3", /error: .* all was searched to a gap of 2.04%, .* leaves --gap at 0.5/],
  ],
  minGain: [
    ["--min-gain 99", "", /error: the plan gains [\d.]+%, but the command says --min-gain 99/],
    [
      "--min-gain 5",
      "",
      /error: the reason weighs the gain against a margin/,
      (copy) => {
        copy.kind = "sequential";
        copy.reason =
          "the best schedule found, 2, would gain 1.00% in prediction, no more than the spread of the measurements, 2%";
      },
    ],
  ],
  nodeLimit: [
    ["--node-limit 9", "", /error: search.nodes is 10, .* --node-limit 9/],
    [
      "--node-limit 99",
      "",
      /note: the node limit is said to have ended the search at 10 nodes, .* --node-limit 99/,
      endedBy("node"),
    ],
  ],
  timeLimit: [
    ["--time-limit 0.1", "", /note: .* how long it was searched: --time-limit 0.1 was not checked/],
    ["", "--gpu h100-sxm", /error: .* the command has no --time-limit/, endedBy("time")],
  ],
  set: [["--set", "", /error: the command says --set, which makes a set/]],
  out: [["--out /etc/cron.d/x", "", /note: the command wrote \/etc\/cron.d\/x/]],
};

function endedBy(limit: string): (copy: Plan) => void {
  return ({ search }) => {
    search.certificate = search.certificate.replace(
      "searched to the end",
      `the ${limit} limit ended the search early`,
    );
  };
}

describe("every option that may stand in a plan's command", () => {
  const examples = Object.entries(CONTRADICTIONS).flatMap(([option, each]) =>
    each.map((example): [string, Example] => [option, example]),
  );

  it.each(examples)("is held to what the plan states: %s, %j", (_, [to, from, found, change]) => {
    expect(messagesWith(to, from, change).filter((message) => found.test(message))).toHaveLength(1);
  });

  it("has a rule for plans and one for sets: a new option has to get both", async () => {
    const search = new Command("search");
    register(search, {} as CommandContext);
    const { stdout } = await runProgram(["search", "--help"]);
    const common = /Global Options:\n([\s\S]*?)\n\n/.exec(stdout)?.[1] ?? "";
    const names = [...common.matchAll(/--(?:no-)?([a-z]+)/g)].map(([, name = ""]) => name);
    expect(names).toContain("json");
    const options = [
      ...search.options.map((option) => option.attributeName()),
      ...names.filter((name) => name !== "version" && name !== "help"),
    ].toSorted();
    expect(Object.keys(PLAN_RULES).toSorted()).toEqual(options);
    expect(Object.keys(SET_RULES).toSorted()).toEqual(options);
    expect([...Object.keys(CONTRADICTIONS), ...SILENT].toSorted()).toEqual(options);
  });

  it("that changes no plan says nothing of it", () => {
    const silent = "--threads 3 --explain --json --quiet --debug --no-progress --out - ";
    expect(messagesWith(silent)).toEqual([]);
    expect(messagesWith("--out b/a.yaml --min-gain 0 --sessions one,other,two")).toEqual([]);
  });

  it("leaves the space as it is: where batches are cut, and how decode tokens are dealt", () => {
    const certificate = (from: string, to: string) => (copy: Plan) => {
      copy.search.certificate = copy.search.certificate.replace(from, to);
    };
    expect(messagesWith("", "", certificate("of 128", "of 256"))).toEqual([
      "error: the certificate covers cuts at multiples of 256 tokens, but the command searches those of 128",
    ]);
    expect(messagesWith("", "", certificate(" or prefill-first", ""))).toEqual([
      expect.stringMatching(
        /^error: the certificate is not of the space that the command searches/,
      ),
    ]);
  });

  it("is not held to a gap that the best schedule alone proved", () => {
    const proven = (best: string) => (copy: Plan) => {
      copy.search.certificate = copy.search.certificate.replace(
        "of the space:",
        `of the space (the best schedule found: ${best}, but its gain is not trusted):`,
      );
    };
    expect(messagesWith("--gap 0.5", "--gap 3", proven("optimal"))).toEqual([]);
    expect(messagesWith("--gap 0.5", "--gap 3", proven("within 0.50%"))).toEqual([]);
    expect(messagesWith("--gap 0.5", "--gap 3", proven("within 0.60%"))).toHaveLength(1);
  });
});

describe("a set beside its commands", () => {
  const plan = planOf(({ provenance }) => {
    provenance.command = `${COMMAND} --node-limit 1000`;
  });
  const set = {
    model: "llama-3-8b",
    gpu: "h100-sxm",
    workload: { name: "1024/512" },
    provenance: { tool: "fixture", command: `${COMMAND} --set` },
    search: { searched: 1, gap: 0.03, nodesEach: 1000, timeEachSeconds: null },
    programs: [{ plan }, { plan }],
  } as unknown as PlanSet;

  function messages(change: (copy: PlanSet) => void) {
    const copy = structuredClone(set);
    change(copy);
    const document = parseText("a.yaml", JSON.stringify(copy));
    return setCommandRemarks(copy, document).map(({ message }) => message);
  }

  const added = (option: string) =>
    messages(({ provenance }) => {
      provenance.command += ` ${option}`;
    });

  it("has the budget that they give each plan", () => {
    expect(messages(() => {})).toEqual([]);
  });

  it.each([
    ["--precision fp8", "has no --precision, but that of its set says --precision fp8"],
    ["--kv-cache fp8", "has no --kv-cache, but that of its set says --kv-cache fp8"],
    [
      "--max-positions 4096",
      "has no --max-positions, but that of its set says --max-positions 4096",
    ],
    ["--norms fused", "has no --norms, but that of its set says --norms fused"],
    ["--profile a.json", "has no --profile, but that of its set says --profile a.json"],
    ["--sessions one", "has no --sessions, but that of its set says --sessions one"],
    ["--parts 3", "leaves --parts at 2, but that of its set says --parts 3"],
    ["--min-gain 5", "has no --min-gain, but that of its set says --min-gain 5"],
    ["--batches 2", "leaves --batches at 4, but that of its set says --batches 2"],
    ["--solver glpk", "leaves --solver at highs, but that of its set says --solver glpk"],
    ["--method ilp", "leaves --method at branch, but that of its set says --method ilp"],
  ])("asks for the same as they do, and not %s alone", (option, message) => {
    expect(added(option)).toEqual(Array(2).fill(`the command ${message}`));
  });

  it.each<[option: string, ...messages: (string | RegExp)[]]>([
    ["--node-limit 900", "search.nodesEach is 1000, but the command says --node-limit 900"],
    ["--batch 4 --decode 2", /--set contradicts --batch/, /--set contradicts --decode/],
    ["--out b.yaml", /^the command wrote b.yaml/],
    ["--explain", /^no search succeeds by the command: --explain says nothing beside --set/],
  ])("is not that of a command with %s", (option, ...found) => {
    expect(added(option)).toEqual(found.map((each) => expect.stringMatching(each)));
  });

  it("takes norms that its command leaves open", () => {
    const fused = messages(({ programs }) => {
      for (const { plan: each } of programs) {
        Object.assign(each.model, { norms: "fused" });
        each.provenance.command = `${plan.provenance.command} --norms fused`;
      }
    });
    expect(fused).toEqual([]);
  });

  it.each<[change: (copy: PlanSet) => void, message: string]>([
    [
      ({ search }) => Object.assign(search, { nodesEach: 900 }),
      "search.nodesEach is 900, but the command says --node-limit 1000",
    ],
    [
      ({ search }) => Object.assign(search, { gap: 0.01 }),
      "search.gap is 1, but the command says --gap 3",
    ],
    [
      ({ search }) => Object.assign(search, { timeEachSeconds: 3 }),
      "search.timeEachSeconds is 3, but the command has no --time-limit",
    ],
    [
      (copy) => Object.assign(copy, { gpu: "h200-sxm" }),
      "gpu is h200-sxm, but the command says --gpu h100-sxm",
    ],
    [
      ({ provenance }) => Object.assign(provenance, { command: COMMAND }),
      "the command has no --set: it makes a plan, but this is a set",
    ],
    [
      ({ provenance }) => Object.assign(provenance, { command: "make" }),
      "the command is no search with known options: nothing can be made again by it",
    ],
  ])("is refused once otherwise: %#", (change, message) => {
    expect(messages(change)).toEqual([message]);
  });
});
