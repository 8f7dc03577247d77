import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { proveNumerically } from "../../../src/engine/reference/numerical-proof.ts";
import type { BufferAccess, Instruction, Program } from "../../../src/generated/program.ts";
import { dataFlow } from "../../../src/program/data-flow.ts";
import { findRaces } from "../../../src/program/race-check.ts";
import { KvLedger } from "../../../src/step/kv-ledger.ts";
import type { Step } from "../../../src/step/step.ts";
import { planFixture } from "../../support/plan-fixture.ts";
import { randomPlan } from "../../support/random-plan.ts";
import { caseOf, EXPERTS, goesWrong, smallProgram } from "../../support/small-programs.ts";

const DENSE = caseOf(smallProgram(planFixture(), 3, 16));
const EXPERTS_ON_TWO = caseOf(
  smallProgram(planFixture({ tensorParallel: 2, mlp: EXPERTS }), 3, 16),
);
const SMALL = [DENSE, EXPERTS_ON_TWO];
/** Orders in which a fault that is there shows at last, and in which none shows when there is none. */
const ORDERS = { faulty: 100, sound: 3 };

/** Whether a check of the program alone, without running it, finds something. */
function isCaught(program: Program): boolean {
  return findRaces(program).length > 0 || dataFlow(program).staleReads.length > 0;
}

function changed(
  program: Program,
  position: number,
  change: (instruction: Instruction) => Partial<Instruction>,
): Program {
  const instructions = program.instructions.map((instruction, index) =>
    index === position ? { ...instruction, ...change(instruction) } : instruction,
  );
  return { ...program, instructions };
}

/** The instruction on one token less, at the end. */
function shortened({ tokens, reads, writes }: Instruction): Partial<Instruction> {
  const [first, end] = tokens;
  const cut = (access: BufferAccess) => {
    const rows = access.operand === "cache" && access.start === 0 ? end : end - first;
    return { ...access, end: access.end - (access.end - access.start) / rows };
  };
  return { tokens: [first, end - 1], reads: reads.map(cut), writes: writes.map(cut) };
}

describe("injected faults", () => {
  it("shows a dropped wait in the logits exactly when the race check finds it", () => {
    let caught = 0;
    for (const small of SMALL) {
      const { program } = small;
      const middle = [...program.instructions.entries()].filter(([, { layer }]) => layer === 1);
      for (const [position, { waits }] of middle) {
        for (const dropped of waits) {
          const faulty = changed(program, position, (instruction) => ({
            waits: instruction.waits.filter((wait) => wait !== dropped),
          }));
          const found = isCaught(faulty);
          const wrong = goesWrong(small, faulty, found ? ORDERS.faulty : ORDERS.sound);
          expect({ position, dropped, wrong }).toEqual({ position, dropped, wrong: found });
          if (found) caught++;
        }
      }
    }
    expect(caught).toBeGreaterThan(8);
  });

  it("agrees with the race check on dropped waits of random legal schedules", () => {
    fc.assert(
      fc.property(randomPlan, fc.nat(), (plan, choice) => {
        const small = caseOf(smallProgram(plan, 3, 24));
        const { program } = small;
        // What the last layer makes of a row that no request samples goes nowhere.
        const seen = [...program.instructions.entries()].filter(
          ([, { layer }]) => layer < program.layers - 1,
        );
        const waits = seen.flatMap(([position, instruction]) =>
          instruction.waits.map((wait) => ({ position, wait })),
        );
        fc.pre(waits.length > 0);
        const dropped = waits[choice % waits.length] ?? { position: 0, wait: 0 };
        const faulty = changed(program, dropped.position, (instruction) => ({
          waits: instruction.waits.filter((wait) => wait !== dropped.wait),
        }));
        const found = isCaught(faulty);
        expect(goesWrong(small, faulty, found ? ORDERS.faulty : ORDERS.sound)).toBe(found);
      }),
      { numRuns: 20 },
    );
  });

  it("shows two buffers on the same bytes in the logits exactly when a check finds it", () => {
    let caught = 0;
    for (const small of SMALL) {
      const { program } = small;
      const after = new Set(
        program.after.flatMap(({ writes }) => writes.map(({ buffer }) => buffer)),
      );
      after.delete(program.buffers.findIndex(({ id }) => id === "residual"));
      const partners = small === DENSE ? [3, 8] : [3];
      const pairs = [...program.buffers.keys()].flatMap((moved) =>
        partners.map((step) => [moved, (moved * 7 + step) % program.buffers.length] as const),
      );
      for (const [moved, target] of pairs) {
        const onto = program.buffers[target];
        if (onto === undefined || onto.arenaOffset === null || after.has(target)) continue;
        if (program.buffers[moved]?.arenaOffset === null || after.has(moved)) continue;
        const buffers = program.buffers.map((buffer, index) =>
          index === moved ? { ...buffer, arenaOffset: onto.arenaOffset } : buffer,
        );
        const faulty = { ...program, buffers, arenaBytes: 2 * program.arenaBytes };
        const found = isCaught(faulty);
        const wrong = goesWrong(small, faulty, found ? ORDERS.faulty : ORDERS.sound);
        expect({ moved: program.buffers[moved]?.id, onto: onto.id, wrong }).toEqual({
          moved: program.buffers[moved]?.id,
          onto: onto.id,
          wrong: found,
        });
        if (found) caught++;
      }
    }
    expect(caught).toBeGreaterThan(5);
  });

  it("finds a token that an instruction leaves out, and shows it in the logits", () => {
    const { program } = DENSE;
    const middle = [...program.instructions.entries()].filter(([, { layer }]) => layer === 1);
    for (const [position] of middle) {
      const faulty = changed(program, position, shortened);
      const wrong = goesWrong(DENSE, faulty, ORDERS.faulty);
      const verdict = { position, caught: isCaught(faulty), wrong };
      expect(verdict).toEqual({ position, caught: true, wrong: true });
    }
  });

  it("finds a page that holds other tokens, and shows it in the logits", () => {
    const small = DENSE;
    const last = small.served.steps.length - 1;
    const { step } = small.served.steps[last] ?? { step: undefined };
    const victim = step?.sequences.findIndex(
      ({ id, cachedTokens }) => id !== null && cachedTokens > 0,
    );
    if (step === undefined || victim === undefined || victim === -1)
      throw new Error("no cached token");
    const other = step.sequences.find(({ id }, index) => id !== null && index !== victim)?.pages[0];
    const sequences = step.sequences.map((sequence, index) =>
      index === victim
        ? { ...sequence, pages: [other ?? 0, ...sequence.pages.slice(1)] }
        : sequence,
    );
    const stale: Step = { ...step, sequences };
    const steps = small.served.steps.map((each, index) =>
      index === last ? { ...each, step: stale } : each,
    );
    const ledger = new KvLedger(16);
    const faults = steps.map((each) => ledger.enter(each.step));
    expect(faults.slice(0, last).flat()).toEqual([]);
    expect(faults[last]?.length).toBeGreaterThan(0);
    const proof = proveNumerically({ ...small, served: { ...small.served, steps } }, [1]);
    expect(proof.maxRelativeError).toBeGreaterThan(1e-3);
  });
});
