/**
 * Searches a plan for every model that a shipped profile covers and some workloads, and prints a
 * Markdown table: time, certificate, and the predicted gain with the power cap and without it. A
 * second table compares with the formulation of the original.
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

function search(modelId, tensorParallel, workload, profile) {
  const args = ["search", "--json", "--model", modelId, "--tp", String(tensorParallel)];
  args.push("--workload", workload, "--profile", profile, "--out", join(work, "plan.yaml"));
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`search ${args.join(" ")} ended with ${status}\n${stderr}`);
  return JSON.parse(stdout);
}

/** The same profile without its power cap. */
function uncapped(file) {
  const profile = JSON.parse(readFileSync(file, "utf8"));
  const path = join(work, "uncapped.json");
  writeFileSync(path, JSON.stringify({ ...profile, power: { ...profile.power, capW: null } }));
  return path;
}

const row = (cells) => console.log(`| ${cells.join(" | ")} |`);
row(["profile", "workload", "plan", "period", "speed-up", "gap", "seconds", "without a power cap"]);
row(Array.from({ length: 8 }, () => "---"));
try {
  for (const { model, tensorParallel, profile } of profiledSetups(workloads[0])) {
    const { path } = profile;
    for (const workload of workloads) {
      const { kind, predicted, search: effort } = search(model.id, tensorParallel, workload, path);
      const free = search(model.id, tensorParallel, workload, uncapped(path));
      row([
        `${profile.profile.gpu.id}/${model.id}-tp${tensorParallel}`,
        workload,
        kind,
        `${predicted.periodUs.toFixed(0)} µs`,
        `${predicted.speedup.toFixed(3)}x`,
        `${(predicted.gap * 100).toFixed(2)}%`,
        effort.seconds.toFixed(1),
        `${free.predicted.speedup.toFixed(3)}x, gap ${(free.predicted.gap * 100).toFixed(2)}%, ${free.search.seconds.toFixed(1)} s`,
      ]);
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

console.log();
await compareWithOriginal(workloads[0]);
