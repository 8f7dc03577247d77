/**
 * Searches a plan for every model that a shipped profile covers and some workloads, and prints a
 * Markdown table: plan and certificate of the default space, of all of it (up to four nano-batches)
 * within a minute, and the predicted gain without the power cap. Gaps are those of the best schedule
 * found. A second table compares with the formulation of the original.
 *
 * Usage: npm run bench:search [-- WORKLOAD...]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { profiledSetups } from "./bench-instances.mjs";
import { compareWithOriginal } from "./bench-original.mjs";

const CLI = fileURLToPath(new URL("../dist/cli/bin.js", import.meta.url));
const named = process.argv.slice(2);
const workloads = named.length > 0 ? named : ["1024/512", "512/1024", "sharegpt"];
const work = mkdtempSync(join(tmpdir(), "nanoflow-plan-bench-"));
const WIDEST = ["--parts", "4", "--splits", "per-operation", "--node-limit", "1000000"];

/** A search in a process of its own, with the most memory that it had, in MB. */
function search(modelId, tensorParallel, workload, profile, options = []) {
  const args = ["search", "--json", "--model", modelId, "--tp", String(tensorParallel)];
  args.push("--workload", workload, "--profile", profile, "--out", join(work, "plan.yaml"));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", memoryReporter(), CLI, ...args, ...options],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`search ${args.join(" ")} ended with ${status}\n${stderr}`);
  const megabytes = Number(readFileSync(join(work, "memory"), "utf8")) / 1e3;
  return { ...JSON.parse(stdout), megabytes };
}

/** A module that leaves the peak memory of its process behind, in kB. */
function memoryReporter() {
  const path = join(work, "report-memory.mjs");
  const target = JSON.stringify(join(work, "memory"));
  writeFileSync(
    path,
    `import { writeFileSync } from "node:fs";
process.on("exit", () => writeFileSync(${target}, String(process.resourceUsage().maxRSS)));
`,
  );
  return path;
}

/** The same profile without its power cap. */
function uncapped(file) {
  const profile = JSON.parse(readFileSync(file, "utf8"));
  const path = join(work, "uncapped.json");
  writeFileSync(path, JSON.stringify({ ...profile, power: { ...profile.power, capW: null } }));
  return path;
}

const row = (cells) => console.log(`| ${cells.join(" | ")} |`);
const percent = (fraction) => `${(fraction * 100).toFixed(2)}%`;
const effort = ({ search: { gapOfBest, seconds, structures }, megabytes }) =>
  `gap ${percent(gapOfBest)} of ${structures} structures, ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`;

const headings = ["profile", "workload", "plan", "tokens/s per GPU", "period", "speed-up"];
headings.push("two nano-batches", "four", "gained", "without a power cap");
row(headings);
row(headings.map(() => "---"));
try {
  for (const { model, tensorParallel, profile } of profiledSetups(workloads[0])) {
    const { path } = profile;
    for (const workload of workloads) {
      const plain = search(model.id, tensorParallel, workload, path);
      const wide = search(model.id, tensorParallel, workload, path, [
        ...WIDEST,
        ...["--time-limit", "60"],
      ]);
      const free = search(model.id, tensorParallel, workload, uncapped(path));
      const { kind, predicted } = plain;
      const gained = wide.predicted.tokensPerSecondPerGpu / predicted.tokensPerSecondPerGpu - 1;
      row([
        `${profile.profile.gpu.id}/${model.id}-tp${tensorParallel}`,
        workload,
        kind,
        predicted.tokensPerSecondPerGpu.toFixed(0),
        `${predicted.periodUs.toFixed(0)} µs`,
        `${predicted.speedup.toFixed(3)}x`,
        effort(plain),
        effort(wide),
        percent(gained),
        `${free.predicted.speedup.toFixed(3)}x, ${effort(free)}`,
      ]);
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

console.log();
await compareWithOriginal(workloads[0]);
