import picocolors from "picocolors";
import { EXIT, formatPosition, PlannerError } from "../../errors.ts";
import { plainOutput } from "../../text/printable.ts";
import { wantsColor } from "./context.ts";
import type { CliProcess } from "./process.ts";

const REPORT_DEFECT =
  "This is a defect of nanoflow-plan. Please report it with the command line and what --debug adds.";

/**
 * Says what went wrong: on standard error for people, with --json as the one document on standard
 * output.
 *
 * @returns the exit code
 */
export function reportError(
  process: CliProcess,
  error: unknown,
  options: { json: boolean; debug: boolean },
): number {
  const report = describe(error);
  if (options.json) {
    const document = { error: report.document };
    process.stdout.write(`${plainOutput(JSON.stringify(document, null, 2))}\n`);
  } else {
    process.stderr.write(plainOutput(forPeople(process, report)));
  }
  if (options.debug) process.stderr.write(`${stackOf(error)}\n`);
  return exitCodeOf(error, process.signal);
}

/** 143 rather than 130 when it was SIGTERM that interrupted. */
export function interruptedExitCode(signal: AbortSignal): number {
  return signal.reason === "SIGTERM" ? EXIT.terminated : EXIT.interrupted;
}

function exitCodeOf(error: unknown, signal: AbortSignal): number {
  if (!(error instanceof PlannerError)) return EXIT.internal;
  return error.code === "E_INTERRUPTED" ? interruptedExitCode(signal) : error.exitCode;
}

interface Report {
  where: string;
  message: string;
  remedy: string | undefined;
  document: Record<string, unknown>;
}

function describe(error: unknown): Report {
  if (error instanceof PlannerError) {
    const { code, message, remedy, position } = error;
    return {
      where: position === undefined ? "" : `${formatPosition(position)}: `,
      message,
      remedy,
      document: { code, message, remedy, position },
    };
  }
  const message = `internal error: ${error instanceof Error ? error.message : String(error)}`;
  return {
    where: "",
    message,
    remedy: REPORT_DEFECT,
    document: { code: "E_INTERNAL", message, remedy: REPORT_DEFECT },
  };
}

function forPeople(process: CliProcess, { where, message, remedy }: Report): string {
  const style = picocolors.createColors(wantsColor(process.stderr, process.env));
  const lines = [`${style.red("error:")} ${where}${message}`];
  if (remedy !== undefined) lines.push(`  ${remedy}`);
  return `${lines.join("\n")}\n`;
}

/** The stack with those of its causes below. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\nCaused by: ${stackOf(error.cause)}`;
}
