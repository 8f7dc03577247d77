import { describe, expect, it } from "@jest/globals";
import { SlotChoices } from "../../../src/engine/reference/slot-choices.ts";
import { plannerError } from "../../support/planner-error.ts";
import { PLAIN } from "../../support/sampling.ts";

const LOGITS = [3, 2.5, 1, 0];

describe("the choices of slots", () => {
  it("count what was chosen, for penalties, until another request takes the slot", () => {
    const slots = new SlotChoices();
    const parameters = { ...PLAIN, presencePenalty: 1 };
    slots.enter([{ slot: 2, parameters, history: { prompt: [0], output: [] } }]);
    const chosen = [5, 6, 7].map((position) => slots.choose(2, LOGITS, position).token);
    expect(chosen).toEqual([0, 1, 0]);
    slots.enter([{ slot: 2, parameters, history: { prompt: [], output: [0] } }]);
    expect(slots.choose(2, LOGITS, 5).token).toBe(1);
    slots.enter([{ slot: 2, parameters: PLAIN }]);
    expect([5, 6].map((position) => slots.choose(2, LOGITS, position).token)).toEqual([0, 0]);
  });

  it("keep slots apart, and do not count a row without a token", () => {
    const slots = new SlotChoices();
    const parameters = { ...PLAIN, frequencyPenalty: 1 };
    slots.enter([
      { slot: 0, parameters },
      { slot: 1, parameters },
    ]);
    expect(slots.choose(0, [Number.NaN, 1], 1)).toMatchObject({ token: 0, fault: "nan" });
    expect(slots.choose(0, LOGITS, 1).token).toBe(0);
    expect(slots.choose(1, LOGITS, 1).token).toBe(0);
    expect(slots.choose(0, LOGITS, 2).token).toBe(1);
  });

  it("are refused of a slot that nobody took", () => {
    expect(plannerError(() => new SlotChoices().choose(4, LOGITS, 1)).code).toBe("E_INTERNAL");
  });
});
