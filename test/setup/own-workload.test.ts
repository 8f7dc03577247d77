import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { ownWorkload } from "../../src/setup/own-workload.ts";
import { plannerError } from "../support/planner-error.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const elsewhere = temporaryFolder();
const secret = join(elsewhere, "secret.csv");
const checkout = realpathSync(temporaryFolder());
const set = join(checkout, "plans", "a.plan-set.yaml");
const commandOf = (rest: string) => `nanoflow-plan search --model llama-3-8b --set ${rest}`;

beforeAll(() => {
  writeFileSync(secret, "a secret");
  mkdirSync(join(checkout, ".git"));
  mkdirSync(join(checkout, "plans"));
  mkdirSync(join(checkout, "traces"));
  writeFileSync(join(checkout, "traces", "mine.csv"), "");
  writeFileSync(join(checkout, "plans", "beside.csv"), "");
  symlinkSync(secret, join(checkout, "plans", "link.csv"));
});

describe("the requests that a set was made for", () => {
  it("are those of its command, with the columns and the limit", () => {
    const trace = join(checkout, "traces", "mine.csv");
    const command = commandOf(`--workload ${trace} --columns in=p,out=c --max-positions 4096`);
    expect(ownWorkload(set, "mine.csv", command)).toEqual({
      ...{ workload: trace, columns: "in=p,out=c", maxPositions: 4096 },
    });
  });

  it("may lie beside the set", () => {
    const { workload } = ownWorkload(set, "beside.csv", commandOf("--workload gone/beside.csv"));
    expect(workload).toBe(join(checkout, "plans", "beside.csv"));
  });

  it.each(["1024/512", "sharegpt"])("are lengths such as %s", (name) => {
    expect(ownWorkload(set, name, commandOf(`--workload ${name}`))).toEqual({ workload: name });
  });

  it.each([
    ["that its name leads to", secret, ""],
    ["that its command leads to", "secret.csv", `--workload ${secret}`],
    ["that a link leads to", "link.csv", "--workload link.csv"],
    ["up the tree", "../../../../../../etc/passwd", ""],
    ["that is not there", "gone.csv", "--workload gone.csv"],
  ])("are no file from elsewhere %s", (_, name, rest) => {
    const error = plannerError(() => ownWorkload(set, name, commandOf(rest)));
    expect(error.code).toBe("E_UNREADABLE");
    expect(error.message).toContain(`no file of the checkout ${checkout}`);
    expect(error.remedy).toContain("--workload");
  });
});
