/** Something in a profile that its schema cannot rule out, and that cannot be right. */
export interface Fault {
  /** Path of keys and indices to the value at fault. */
  keys: (string | number)[];
  message: string;
  remedy: string;
}

export const MEASURE_AGAIN =
  "Measure the profile again with `nanoflow-plan profile --model MODEL`.";

/** What a GPU cannot have measured. */
export function faultAt(keys: Fault["keys"], message: string, remedy = MEASURE_AGAIN): Fault {
  return { keys, message, remedy };
}
