/**
 * Searches every shipped profile in spaces of growing width and prints Markdown tables: certificate and effort of
 * each search, what each widening of the space gained, and a comparison with the formulation of the original.
 *
 * Elapsed times depend on what else the machine does, so CPU time over two cores stands beside them. Gaps are those of
 * the best schedule found.
 *
 * Usage: npm run bench:search [-- WORKLOAD...]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Setup } from "../../src/setup/setup.ts";
import { formatGap } from "../../src/text/units.ts";
import { profiledSetups } from "./instances.ts";
import { compareWithOriginal } from "./original.ts";
import type { SearchAnswer } from "./search-answer.ts";

const CLI = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const named = process.argv.slice(2);
const workloads = named.length > 0 ? named : ["1024/512", "512/1024", "sharegpt"];
const work = mkdtempSync(join(tmpdir(), "nanoflow-plan-bench-"));
const CORES = 2;

/** Spaces, with what is asked of their searches. */
const SPACES: Readonly<Record<string, readonly string[]>> = {
  "two, aligned, one batch": ["--splits", "aligned", "--batches", "1", "--gap", "0.5"],
  default: [],
  "four, per operation": [
    ...["--parts", "4", "--splits", "per-operation"],
    ...["--node-limit", "1000000", "--time-limit", "60"],
  ],
};

interface Result extends SearchAnswer {
  /** Of the profile. */
  name: string;
  workload: string;
  space: string;
  cpuSeconds: number;
  /** The most memory that the process had. */
  megabytes: number;
}

/** A search in a process of its own, with its CPU time and the most memory that it had. */
function search(setup: Setup, workload: string, space: string): Result {
  const { model, tensorParallel, profile, profileFile } = setup;
  const args = ["search", "--json", "--model", model.id, "--tp", String(tensorParallel)];
  args.push("--workload", workload, "--profile", profile.path, "--out", join(work, "plan.yaml"));
  args.push("--threads", String(CORES));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", usageReporter(), CLI, ...args, ...(SPACES[space] ?? [])],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}\n${stderr}`);
  const usage: NodeJS.ResourceUsage = JSON.parse(readFileSync(join(work, "usage.json"), "utf8"));
  const answer: SearchAnswer = JSON.parse(stdout);
  return {
    ...answer,
    name: profileFile.replace(/\.json$/, ""),
    workload,
    space,
    cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
    megabytes: usage.maxRSS / 1e3,
  };
}

/** A module that leaves behind what its process used. */
function usageReporter(): string {
  const path = join(work, "report-usage.mjs");
  const target = JSON.stringify(join(work, "usage.json"));
  writeFileSync(
    path,
    `import { writeFileSync } from "node:fs";
process.on("exit", () => writeFileSync(${target}, JSON.stringify(process.resourceUsage())));
`,
  );
  return path;
}

const row = (cells: readonly string[]) => console.log(`| ${cells.join(" | ")} |`);
const percent = (fraction: number) => `${(fraction * 100).toFixed(2)}%`;
function table(headings: readonly string[], rows: readonly (readonly string[])[]): void {
  row(headings);
  row(headings.map(() => "---"));
  for (const cells of rows) row(cells);
  console.log();
}

const results: Result[] = [];
try {
  const headings = ["profile", "workload", "up to so many nano-batches", "plan", "period"];
  headings.push("speed-up", "gap", "structures", "elapsed", "CPU time / 2", "peak memory");
  row(headings);
  row(headings.map(() => "---"));
  for (const workload of workloads) {
    for (const setup of await profiledSetups(workload)) {
      for (const space of Object.keys(SPACES)) {
        const found = search(setup, workload, space);
        results.push(found);
        row(cellsOf(found));
      }
    }
  }
  console.log();
} finally {
  rmSync(work, { recursive: true, force: true });
}

function cellsOf({ name, workload, space, kind, predicted, ...found }: Result): string[] {
  return [
    ...[name, workload, space, kind],
    `${predicted.periodUs.toFixed(0)} µs`,
    `${predicted.speedup.toFixed(3)}x`,
    formatGap(found.search.gapOfBest),
    String(found.search.structures),
    `${found.search.seconds.toFixed(1)} s`,
    `${(found.cpuSeconds / CORES).toFixed(1)} s`,
    `${found.megabytes.toFixed(0)} MB`,
  ];
}

const widest = results.filter(({ space }) => space === "four, per operation");
const steps = widest[0]?.explanation.widenings.map(({ name }) => name) ?? [];
table(
  ["profile", "workload", ...steps],
  widest.map(({ name, workload, explanation }) => [
    ...[name, workload],
    ...explanation.widenings.map(({ gain }) => percent(gain)),
  ]),
);
await compareWithOriginal(workloads[0] as string);
