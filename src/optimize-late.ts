import { setFlagsFromString } from "node:v8";

/**
 * Bytes of bytecode that a function runs, by V8's measure, before it is compiled with optimization:
 * eight times the default. Most commands and searches take a second or a few, and each thread compiles
 * for itself: less of it saves a quarter to a third of their CPU time. What runs for longer is
 * optimized all the same.
 */
const TIERING_BUDGET = 1_000_000;

/** Has this process optimize later what it compiles from now on. */
export function optimizeLate(): void {
  setFlagsFromString(`--interrupt-budget=${TIERING_BUDGET}`);
}
