import type { SearchProblem } from "./problem.ts";

/** One or two running forms in flight together; `formB` is -1 for one alone. */
export interface Configuration {
  formA: number;
  formB: number;
}

/**
 * Every running form alone, then those measured together.
 *
 * @param allowed 1 for each mode that is open; all are when left out
 */
export function configurationsOf(
  { formUs, formMode, slowdown }: SearchProblem,
  allowed?: Uint8Array,
): Configuration[] {
  const forms = formUs.length;
  const isOpen = (form: number) => allowed?.[formMode[form] as number] !== 0;
  const open = Array.from(formUs.keys()).filter(isOpen);
  const alone = open.map((formA) => ({ formA, formB: -1 }));
  const pairs: Configuration[] = [];
  for (const formA of open) {
    for (const formB of open) {
      if (formB <= formA) continue;
      if ((slowdown[formA * forms + formB] as number) > 0) pairs.push({ formA, formB });
    }
  }
  return [...alone, ...pairs];
}
