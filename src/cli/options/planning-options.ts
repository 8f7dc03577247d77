import type { Command } from "commander";
import { COLUMNS_SYNTAX } from "../../workload/trace/columns.ts";
import { addModelOption, addPrecisionOptions } from "./model-option.ts";
import { integerFrom, nonNegativeNumber } from "./option-values.ts";

/**
 * Adds the options that `PlanningOptions` holds.
 *
 * @param openParallelism which parallelism is taken where none is given
 */
export function addPlanningOptions(command: Command, openParallelism: string): void {
  addPrecisionOptions(addModelOption(command))
    .option(
      "--gpu <gpu>",
      "GPU of a shipped profile, such as h200-sxm (default: h100-sxm, or the first that was measured for the model)",
    )
    .option(
      "--profile <path>",
      "measurements of your own GPU, instead of those shipped: a profile, a session file, or a folder of them",
    )
    .option(
      "--sessions <ids>",
      "ask these sessions of the store, in this order, separated by commas (default: all, by rule)",
    )
    .option("--tp <n>", `tensor-parallel size (default: ${openParallelism})`, integerFrom(1))
    .option(
      "--workload <workload>",
      "request lengths: IN/OUT in tokens, sharegpt, lmsys, splitwise, or a CSV, JSON or JSONL file with columns of a known trace format such as ContextTokens and GeneratedTokens (default: 1024/512)",
    )
    .option(
      "--columns <columns>",
      `columns of a workload file in no known format: ${COLUMNS_SYNTAX}`,
    )
    .option(
      "--max-positions <tokens>",
      "leave out requests with more tokens, prompt and output together (default: keep all, and say how many are longer than the model's positions)",
      integerFrom(1),
    )
    .option(
      "--batch <tokens>",
      "tokens of one step, instead of those of the workload's steady state",
      integerFrom(1),
    )
    .option("--decode <tokens>", "with --batch: how many of them are decode tokens", integerFrom(0))
    .option(
      "--context <tokens>",
      "with --batch: mean KV tokens that a decode token reads (not with --workload, from which they follow)",
      nonNegativeNumber,
    );
}
