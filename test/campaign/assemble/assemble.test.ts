import { describe, expect, it } from "@jest/globals";
import { assembleProfile } from "../../../src/campaign/assemble/assemble.ts";
import { type CampaignKernel, createCampaign } from "../../../src/campaign/jobs/campaign.ts";
import { type Job, WHOLE } from "../../../src/campaign/jobs/job.ts";
import type { Result } from "../../../src/campaign/jobs/results.ts";
import type { Hello } from "../../../src/campaign/session/protocol.ts";
import { DOWN } from "../../support/llama-kernels.ts";

const KERNELS: CampaignKernel[] = [
  { kernel: DOWN, lane: "compute", role: "gemm", rowsPerToken: 1 },
];
const HELLO: Hello = {
  gpu: "NVIDIA H100 80GB HBM3",
  uuid: "GPU-0",
  smCount: 132,
  computeCapability: "9.0",
  memoryBytes: 80e9,
  l2Bytes: 5e7,
  powerLimitW: 700,
  driverVersion: "580.0",
  cudaRuntimeVersion: "13.0",
  cublasLtVersion: "13.1",
  ncclVersion: null,
  boostClockMhz: 1980,
  splits: [],
  implementations: {},
  otherProcesses: [],
};

/**
 * One sweep whose two best ran at the given clocks, with more results and what every profile needs.
 */
function notesAt(
  first: number,
  second: number,
  more: readonly Result[] = [],
): string[] | undefined {
  const campaign = createCampaign(KERNELS, HELLO, { layers: 32, maxTokens: 2048, quick: true });
  const size = { tokens: 1024, context: 0 };
  const sweep: Job = { type: "sweep", kernel: 0, size, top: 2, ...WHOLE };
  const row = { medianUs: 100, spread: 0.01, samples: 9 };
  const glance = { impl: "c", ...row, clockMhz: 900 };
  const results: Result[] = [
    { job: { type: "copy" }, answer: { status: "ok", bytesPerSecond: 3e12 } },
    {
      job: sweep,
      answer: {
        status: "ok",
        results: [
          { impl: "a", ...row, clockMhz: first },
          { impl: "b", ...row, clockMhz: second },
          glance,
        ],
      },
    },
    ...more,
  ];
  return assembleProfile(campaign, results, HELLO, {
    model: { id: "llama", tensorParallel: 1 },
    tool: "nanoflow-plan 0.0.0",
    command: "nanoflow-plan profile",
    measuredAt: "1970-01-01T00:00:00.000Z",
    gpuSeconds: 1,
    leftOut: [],
  }).provenance.notes;
}

describe("a profile's notes", () => {
  it("tell how many of the bursts that count ran below the boost clock", () => {
    expect(notesAt(1980, 1785)).toEqual(["1 of 2 bursts ran below the boost clock."]);
  });

  it("are left out when there is nothing to tell", () => {
    expect(notesAt(1980, 1965)).toBeUndefined();
  });

  it("say nothing of what the power cap slows down for seconds", () => {
    const use = { kernel: 0, implementation: "a", size: { tokens: 1024, context: 0 } };
    const length = { settleSeconds: 1, seconds: 1, visit: 1 };
    const steady: Job[] = [
      { type: "sustained", ...use, ...length },
      { type: "held", parts: [use, use], ...length },
      { type: "mix", name: "a layer of 1024 tokens", parts: [use, use], ...length },
    ];
    const answer = { status: "ok", medianUs: 100, clockMhz: 1400, powerW: 690 } as const;
    const more = steady.map((job): Result => ({ job, answer }));
    expect(notesAt(1980, 1980, more)).toBeUndefined();
  });
});
