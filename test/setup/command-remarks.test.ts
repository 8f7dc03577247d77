import { describe, expect, it } from "@jest/globals";
import { parseText } from "../../src/files/read-document.ts";
import type { Plan } from "../../src/generated/plan.ts";
import type { PlanSet } from "../../src/generated/plan-set.ts";
import { commandRemarks, setCommandRemarks } from "../../src/setup/command-remarks.ts";
import { planFixture } from "../support/plan-fixture.ts";

const COMMAND = "nanoflow-plan search --model llama-3-8b --gpu h100-sxm --tp 1 --workload 1024/512";
const HEAD = planFixture();

function planOf(change: (copy: Plan) => void = () => {}): Plan {
  const plan = structuredClone(HEAD);
  plan.model.id = "llama-3-8b";
  plan.workload.name = "1024/512";
  plan.provenance.command = COMMAND;
  change(plan);
  return plan;
}

function messagesOf(plan: Plan): string[] {
  const document = parseText("a.yaml", JSON.stringify(plan));
  return commandRemarks(plan, document).map(({ severity, message }) => `${severity}: ${message}`);
}

describe("a plan beside its command", () => {
  it("is what the command asks for, also under the name of a checkpoint", () => {
    expect(messagesOf(planOf())).toEqual([]);
    const hub = planOf(({ provenance }) => {
      provenance.command = COMMAND.replace("llama-3-8b", "meta-llama/Meta-Llama-3-8B");
    });
    expect(messagesOf(hub)).toEqual([]);
  });

  it("has the number formats that the command asks for", () => {
    const kv = { type: "fp8-e4m3", scaling: "row" } as const;
    const plan = planOf(({ model }) => Object.assign(model.shape, { precision: { kv } }));
    expect(messagesOf(plan)).toEqual([
      "error: model.shape is fp8, but the command says --kv-cache bf16",
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
      provenance.command = "nanoflow-plan search --model ./own --workload data/w.csv";
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
    const plan = planOf(({ model, provenance }) => {
      model.id = id;
      provenance.command = `nanoflow-plan search --model ${path}`;
    });
    expect(messagesOf(plan)).toHaveLength(isFound ? 1 : 0);
  });

  it.each<[from: string, to: string, message: string]>([
    ["llama-3-8b", "llama-2-7b", "model.id is llama-3-8b, but the command says --model llama-2-7b"],
    ["h100-sxm", "h200-sxm", "gpu.id is h100-sxm, but the command says --gpu h200-sxm"],
    ["--tp 1", "--tp 2", "model.tensorParallel is 1, but the command says --tp 2"],
    ["1024/512", "512/512", "workload.name is 1024/512, but the command says --workload 512/512"],
    [
      "512",
      "512 --batch 4 --decode 2",
      "workload.denseBatchTokens is 512, but the command says --batch 4",
    ],
    ["512", "512 --method ilp", "search.method is branch, but the command says --method ilp"],
    ["512", "512 --solver glpk", "search.solver is highs, but the command says --solver glpk"],
  ])("is not that of a command with %s as %s", (from, to, message) => {
    const plan = planOf(({ provenance }) => {
      provenance.command = COMMAND.replace(from, to);
    });
    expect(messagesOf(plan)).toContain(`error: ${message}`);
  });

  it("is noted where the command is none of this program's", () => {
    const plan = planOf(({ provenance }) => {
      provenance.command = `${COMMAND}; rm -rf x`;
    });
    expect(messagesOf(plan)).toEqual([
      "note: the command is no search with known options: nothing can be made again by it",
    ]);
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
    search: { searched: 1, gap: 0.005, nodesEach: 1000, timeEachSeconds: null },
    programs: [{ plan }, { plan }],
  } as unknown as PlanSet;

  function messages(change: (copy: PlanSet) => void) {
    const copy = structuredClone(set);
    change(copy);
    const document = parseText("a.yaml", JSON.stringify(copy));
    return setCommandRemarks(copy, document).map(({ message }) => message);
  }

  it("has the budget that they give each plan", () => {
    expect(messages(() => {})).toEqual([]);
  });

  it.each([
    ["--precision fp8", "precision nowhere, but that of its set fp8"],
    ["--kv-cache fp8", "kvCache nowhere, but that of its set fp8"],
    ["--max-positions 4096", "maxPositions nowhere, but that of its set 4096"],
  ])("asks for the same as they do, and not %s alone", (option, message) => {
    const found = messages(({ provenance }) => {
      provenance.command += ` ${option}`;
    });
    expect(found).toEqual(Array(2).fill(`the command says ${message}`));
  });

  it.each<[change: (copy: PlanSet) => void, message: string]>([
    [
      ({ search }) => Object.assign(search, { nodesEach: 900 }),
      "search.nodesEach is 900, but the command says --node-limit 1000",
    ],
    [
      ({ search }) => Object.assign(search, { gap: 0.01 }),
      "search.gap is 1, but the command says --gap 0.5",
    ],
    [
      ({ search }) => Object.assign(search, { timeEachSeconds: 3 }),
      "search.timeEachSeconds is 3, but the command says --time-limit nowhere",
    ],
    [
      (copy) => Object.assign(copy, { gpu: "h200-sxm" }),
      "gpu is h200-sxm, but the command says --gpu h100-sxm",
    ],
    [
      ({ provenance }) => Object.assign(provenance, { command: "make" }),
      "the command is no search with known options: nothing can be made again by it",
    ],
  ])("is refused once otherwise: %#", (change, message) => {
    expect(messages(change)).toEqual([message]);
  });
});
