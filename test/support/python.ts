import { spawnSync } from "node:child_process";
import { describe } from "@jest/globals";

/** Runs a program of Python's standard library and the packages named; the answer is JSON. */
export function askPython(program: string, input: unknown): unknown {
  const { status, stdout, stderr } = spawnSync("python3", ["-W", "ignore", "-c", program], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Tests that need Python packages, by their names for `import`; skipped, and said so, without. */
export function describeWithPython(
  title: string,
  packages: readonly string[],
  tests: () => void,
): void {
  const { status } = spawnSync("python3", ["-c", `import ${packages.join(", ")}`]);
  describeIf(status === 0, title, `python3 with ${packages.join(" and ")} was not found`, tests);
}

/** Tests that need a program which says its version. */
export function describeWithProgram(title: string, program: string, tests: () => void): void {
  const { error } = spawnSync(program, ["--version"]);
  describeIf(error === undefined, title, `${program} was not found`, tests);
}

function describeIf(runs: boolean, title: string, lack: string, tests: () => void): void {
  if (runs) describe(title, tests);
  else {
    const skipped = `${title} (skipped: ${lack})`;
    process.stderr.write(`${skipped}\n`);
    describe.skip(skipped, tests);
  }
}
