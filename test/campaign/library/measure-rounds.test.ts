import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { CampaignKernel } from "../../../src/campaign/jobs/campaign.ts";
import { Stock } from "../../../src/campaign/library/gaps.ts";
import { measureRounds } from "../../../src/campaign/library/measure-rounds.ts";
import { inOrderOfValue } from "../../../src/campaign/library/order.ts";
import { roundsOf } from "../../../src/campaign/library/rounds.ts";
import { type Subject, subjectsOf } from "../../../src/campaign/library/subjects.ts";
import { Journal } from "../../../src/campaign/session/journal.ts";
import { MeasuringSession } from "../../../src/campaign/session/session.ts";
import { resolveModel } from "../../../src/model/resolve-model.ts";
import { kernelName } from "../../../src/store/kernel-name.ts";
import { fakeProfiler } from "../../support/fake-profiler.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const { signal } = new AbortController();

let session: MeasuringSession;
beforeAll(async () => {
  session = await MeasuringSession.start({ binary: fakeProfiler(folder), devices: [0], signal });
});
afterAll(() => session.close());

/** Two parallelisms with a GEMM and decode attention in common; the first is worth more, and longer. */
function subjects(): [Subject, Subject] {
  const [whole] = subjectsOf([resolveModel("llama-3-8b")], 150e9, 256, [1]) as [Subject];
  const layer = whole.kernels.filter(({ role }) => role === "gemm");
  const [shared, first, second, third] = layer as [
    ...[CampaignKernel, CampaignKernel, CampaignKernel, CampaignKernel],
  ];
  const decode = whole.kernels.filter(({ role }) => role === "decode");
  return [
    { ...whole, kernels: [shared, first, second, ...decode] },
    { ...whole, tensorParallel: 2, smallest: false, kernels: [shared, third, ...decode] },
  ];
}

function rounds(those: readonly Subject[]) {
  return roundsOf(inOrderOfValue(those, Stock.of([], [])), [], session.hello, { maxTokens: 2048 });
}

function namesOf(those: readonly { campaign: { kernels: readonly CampaignKernel[] } }[]) {
  return those.map(
    (round) =>
      (positions: Iterable<number> = []) =>
        [...positions]
          .map((at) => kernelName((round.campaign.kernels[at] as CampaignKernel).kernel))
          .sort(),
  );
}

describe("rounds", () => {
  it("measure what they were to share with a round that did not fit the budget", async () => {
    const [first, second] = subjects();
    const planned = rounds([first, second]);
    expect(planned.map(({ campaign: { due } }) => due?.size)).toEqual([4, 1]);
    expect(planned.map(({ seconds }) => seconds)).toEqual([25, 7]);
    const journal = Journal.open(join(folder, "a.partial.jsonl"), "rounds", false, {});
    const outcome = await measureRounds(planned, {
      ...{ measurer: session, journal, budgetSeconds: 20 },
      ...{ onRound: () => {}, onProgress: () => {} },
    });
    expect(outcome.left.map(({ name }) => name)).toEqual(["llama-3-8b at TP 1"]);
    const [done] = outcome.done;
    const [names] = namesOf(outcome.done);
    expect(done?.seconds).toBe(18);
    expect(names?.(done?.campaign.due)).toEqual(
      second.kernels.map(({ kernel }) => kernelName(kernel)).sort(),
    );
    const measured = outcome.results.flatMap(({ job }) =>
      job.type === "solo" ? [job.kernel] : [],
    );
    expect(new Set(measured)).toEqual(done?.campaign.due);
    const pairs = outcome.results.filter(({ job }) => job.type === "pair");
    expect(pairs.length).toBeGreaterThan(0);
  });

  it("are passed over when they no longer fit with what they were to share", async () => {
    const journal = Journal.open(join(folder, "b.partial.jsonl"), "rounds", false, {});
    const outcome = await measureRounds(rounds(subjects()), {
      ...{ measurer: session, journal, budgetSeconds: 10 },
      ...{ onRound: () => {}, onProgress: () => {} },
    });
    expect(outcome).toMatchObject({ done: [], results: [] });
    expect(outcome.left).toHaveLength(2);
  });

  it("measure a kernel whose stand-in was left out", () => {
    const [first, second] = subjects();
    const norm = (hidden: number): CampaignKernel => ({
      kernel: { kind: "rms_norm", shape: { hidden } },
      ...{ lane: "compute", role: "small", rowsPerToken: 1 },
    });
    const planned = rounds([
      { ...first, kernels: [...first.kernels, norm(4096)] },
      { ...second, kernels: [...second.kernels, norm(8192)] },
    ]);
    const alone = planned.map((round) => round.after(new Set()));
    const [, names] = namesOf(alone);
    expect(names?.(planned[1]?.campaign.due)).not.toContain("rms_norm hidden=8192");
    expect(names?.(alone[1]?.campaign.due)).toContain("rms_norm hidden=8192");
    expect(names?.(alone[1]?.campaign.known)).toEqual([]);
  });
});
