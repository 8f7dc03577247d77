import { describe, expect, it } from "@jest/globals";
import { withCappedStates } from "../../../src/campaign/assemble/capped-energy.ts";
import type { Result } from "../../../src/campaign/jobs/results.ts";
import type { ProfileKernel } from "../../../src/cost/table/kernel-table.ts";
import { PowerTable } from "../../../src/cost/table/power-table.ts";
import { DECODE, GATE_UP } from "../../support/llama-kernels.ts";

const IDLE_W = 100;
const SIZE = { tokens: 360, context: 1024 };
const ROWS = { tokens: 1024, context: 0 };

/** Energy above idle power, and what the meter shows of a call that takes so long. */
const metered = (aboveIdleMj: number, us: number) => aboveIdleMj + (IDLE_W * us) / 1000;

function kernel(use: typeof DECODE, sustained: number[]): ProfileKernel {
  return {
    ...use,
    implementations: ["one"],
    solo: [],
    sustained: [sustained],
  } as unknown as ProfileKernel;
}

/** 300 mJ at 1980 MHz and 240 mJ at 1400; 350 µs and 400 µs. */
const PRODUCT = kernel(GATE_UP, [
  ...[0, ROWS.tokens, ROWS.context, 400, 0.002, 1400],
  ...[metered(240, 400) / 0.4, metered(240, 400), 350, 1980, metered(300, 350)],
]);
const ATTENTION = kernel(DECODE, [
  ...[0, SIZE.tokens, SIZE.context, 340, 0.002, 1980],
  ...[metered(170, 340) / 0.34, metered(170, 340), 0, 0, 0],
]);

function inTurns(clockMhz: number, attentionMj: number, productMj: number): Result {
  const us = 340 + 375;
  const energyMj = metered(attentionMj + productMj, us);
  const beside = { kernel: 0, implementation: "one", size: ROWS };
  return {
    job: {
      type: "capped",
      ...{ kernel: 1, implementation: "one", size: SIZE, beside },
      ...{ seconds: 1, settleSeconds: 1, visit: 1 },
    },
    answer: {
      ...{ id: 1, status: "ok", clockMhz, energyMj, powerW: (1000 * energyMj) / us },
    } as unknown as Result["answer"],
  };
}

/** Energy of attention at two clocks. */
function energies(result: Result): (number | undefined)[] {
  const kernels = [PRODUCT, ATTENTION];
  const found = withCappedStates({ results: [result], timed: [0, 1], kernels, idleW: IDLE_W });
  const table = new PowerTable("decode_attention", found[1]?.sustained ?? [], IDLE_W);
  return [1690, 1980].map((clockMhz) => table.energyMj(SIZE, clockMhz));
}

describe("energy of attention that keeps the boost clock alone", () => {
  it("at the clock of a layer is what it and a product take in turns, less the product's", () => {
    const [low, boost] = energies(inTurns(1690, 160, 270));
    expect(low).toBeCloseTo(160, 2);
    expect(boost).toBeCloseTo(170, 2);
  });

  it("is no more there than at boost clock", () => {
    const [low, boost] = energies(inTurns(1690, 180, 270));
    expect(low).toBeCloseTo(170, 2);
    expect(boost).toBeCloseTo(170, 2);
  });

  it("is that at boost clock where the card kept it", () => {
    expect(energies(inTurns(1975, 120, 299)).map((mj) => mj?.toFixed(3))).toEqual([
      "170.000",
      "170.000",
    ]);
  });
});
