import { PlannerError } from "../../errors.ts";
import type { SamplingParameters, SlotSampling, TokenHistory } from "../../step/serving-step.ts";
import { type Choice, chooseToken } from "./kernels/choose-token.ts";

interface Chooser {
  parameters: SamplingParameters;
  history: TokenHistory & { output: number[] };
}

/** Chooses tokens by what slots were told when requests took them, as the GPU does. */
export class SlotChoices {
  readonly #slots = new Map<number, Chooser>();

  /** Enters the requests that take slots in a step, in the place of those that had them. */
  enter(sampling: readonly SlotSampling[]): void {
    for (const { slot, parameters, history } of sampling) {
      const { prompt = [], output = [] } = history ?? {};
      this.#slots.set(slot, { parameters, history: { prompt, output: [...output] } });
    }
  }

  /**
   * The next token of a slot's request, which counts for its penalties from then on.
   *
   * @param position of the token, in its sequence
   * @throws PlannerError `E_INTERNAL` when no request took the slot
   */
  choose(slot: number, logits: ArrayLike<number>, position: number): Choice {
    const chooser = this.#slots.get(slot);
    if (chooser === undefined) throw new PlannerError("E_INTERNAL", `nobody took slot ${slot}`);
    const choice = chooseToken(logits, chooser.parameters, chooser.history, position);
    if (choice.fault === undefined) chooser.history.output.push(choice.token);
    return choice;
  }
}
