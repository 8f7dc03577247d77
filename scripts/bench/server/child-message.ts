import type { ChildProcess } from "node:child_process";
import { PlannerError } from "../../../src/errors.ts";

/**
 * The next message of a child process.
 *
 * @param name of the child, for the error
 * @throws PlannerError `E_NATIVE` when it ends, or does not start, before it says it
 */
export function childMessage<Message>(child: ChildProcess, name: string): Promise<Message> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) =>
      reject(
        new PlannerError("E_NATIVE", `${name} ${why}`, {
          remedy: "See what it said above, and ask for fewer clients if it ran out of memory.",
        }),
      );
    child.once("message", (message) => resolve(message as Message));
    child.once("error", ({ message }) => fail(`failed: ${message}`));
    // Not at its exit: a message may still be under way then.
    child.once("close", (code, signal) => fail(`ended with ${code ?? signal} before its answers`));
  });
}
