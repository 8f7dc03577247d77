import { Command, CommanderError, Help, type Option } from "commander";
import { EXIT } from "../errors.ts";
import { VERSION } from "../tool.ts";
import { COMMANDS } from "./commands.ts";
import { createContext, type GlobalOptions, wantsColor } from "./console/context.ts";
import type { CliProcess } from "./console/process.ts";
import { interruptedExitCode, reportError } from "./console/report-error.ts";
import { usageError } from "./console/usage-error.ts";
import { addExamples } from "./options/examples.ts";

const DESCRIPTION = `Plans how the operations of an LLM serving step share one GPU: measures kernels alone and in
pairs, searches nano-batch pipelines, and states a proven bound with every plan.`;

const EXIT_CODES = `Exit codes:
  0 done, 2 wrong usage, invalid input or unsound plan, 3 nothing fits, 4 the gate failed,
  5 no GPU or native program, 6 a limit came before any plan, 1 a defect`;

/**
 * The command line: parses, runs one command, reports its error if it fails.
 *
 * @returns the exit code; see docs/exit-codes.md
 */
export async function run(process: CliProcess): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = createProgram(process, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...process.argv], { from: "user" });
  } catch (error) {
    return failureCode(process, error);
  }
  return process.signal.aborted ? interruptedExitCode(process.signal) : exitCode;
}

/** All commands with their names and summaries; each gets its options when it is asked for. */
function createProgram(process: CliProcess, setExitCode: (code: number) => void): Command {
  const program = new Command("nanoflow-plan")
    .description(DESCRIPTION)
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .option("--json", "print one JSON document on standard output and nothing else there", false)
    .option("--quiet", "print results and errors only", false)
    .option("--no-progress", "show no progress bars")
    .option("--debug", "print the stack trace of an error", false)
    .configureHelp({ showGlobalOptions: true, optionDescription })
    .configureOutput({
      writeOut: (text) => process.stdout.write(text),
      writeErr: (text) => process.stderr.write(text),
      outputError: () => {}, // reported by failureCode, in the form of all other errors
      getOutHelpWidth: () => process.stdout.columns ?? 100,
      getErrHelpWidth: () => process.stderr.columns ?? 100,
      getOutHasColors: () => wantsColor(process.stdout, process.env),
      getErrHasColors: () => wantsColor(process.stderr, process.env),
    })
    .exitOverride();
  program.addHelpText("after", `\n${EXIT_CODES}`);
  addExamples(program, [
    ["search --model mixtral-8x7b", "search a plan with a shipped profile"],
    ["models", "see which models are built in"],
    ["search --help", "see the options of a command"],
  ]);
  for (const { name, summary } of COMMANDS) {
    program.command(name).description(summary).helpOption("-h, --help", "print this help");
  }
  program.hook("preSubcommand", async (_, command) => {
    const entry = COMMANDS.find(({ name }) => name === command.name());
    const context = createContext(process, program.opts<GlobalOptions>(), setExitCode);
    (await entry?.load())?.register(command, context, COMMANDS);
    refuseRepeated(command);
  });
  return program;
}

/**
 * Commander would take the last value, and no word of the first. A value is empty where a shell's
 * variable is not set.
 */
function refuseRepeated(command: Command): void {
  for (const option of command.options) {
    if (option.isBoolean() || option.variadic) continue;
    let isGiven = false;
    command.on(`option:${option.name()}`, (value: unknown) => {
      if (isGiven) command.error(`option '${option.flags}' is given twice\nGive it once.`);
      isGiven = true;
      // A key has a reason of its own.
      if (value !== "" || option.envVar !== undefined) return;
      command.error(`option '${option.flags}' is empty\nGive a value, or leave it out.`);
    });
  }
}

/** A flag that is off unless it is given needs no word about that. */
function optionDescription(option: Option): string {
  return new Help().optionDescription(option).replace(/ \(default: false\)$/, "");
}

function failureCode(process: CliProcess, error: unknown): number {
  const flag = (name: string) => process.argv.includes(name);
  const options = { json: flag("--json"), debug: flag("--debug") };
  if (!(error instanceof CommanderError)) return reportError(process, error, options);
  // Help and version were printed already; help without a command counts as wrong usage.
  if (error.exitCode === 0) return EXIT.done;
  if (error.code === "commander.help") return EXIT.usage;
  const command = process.argv.find((argument) => COMMANDS.some(({ name }) => name === argument));
  const help = ["nanoflow-plan", command, "--help"].filter((part) => part !== undefined).join(" ");
  return reportError(process, usageError(error, help), options);
}
