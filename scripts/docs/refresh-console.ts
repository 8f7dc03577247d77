/**
 * Runs the commands of the `console` blocks of Markdown files, in a folder that is empty at a file's
 * start, and puts what they print below them: `npx tsx scripts/docs/refresh-console.ts FILE...`.
 *
 * With `--check`, writes nothing and exits 1 when a block shows something else than the commands
 * print. Numbers, hashes and the bars of charts are not compared: they move with every measurement.
 *
 * With `--gpu`, runs the `console gpu` blocks instead, in a folder of their own: on a machine with a
 * GPU and a CUDA toolkit, and prints them as they end. Nothing else refreshes or checks them.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../../dist/cli/bin.js", import.meta.url));
const gpu = process.argv.includes("--gpu");
const BLOCK = gpu ? /(?<=^```console gpu\n).*?(?=^```$)/gms : /(?<=^```console\n).*?(?=^```$)/gms;

/** An environment in which `nanoflow-plan` is this checkout's program, without colors or what it keeps. */
function environment(folder: string): NodeJS.ProcessEnv {
  symlinkSync(BIN, join(folder, "nanoflow-plan"));
  const { NODE_OPTIONS: _, FORCE_COLOR: __, COLUMNS: ___, ...env } = process.env;
  const PATH = `${folder}${delimiter}${env.PATH}`;
  return { ...env, PATH, NO_COLOR: "1", XDG_CACHE_HOME: join(folder, "cache") };
}

/** Commands of a block: lines behind `$ `, and what follows a line that ends in a backslash. */
function commandsOf(block: string): string[] {
  return block.match(/^\$ (.*\\\n)*.*$/gm) ?? [];
}

function refreshed(text: string): string {
  const bin = mkdtempSync(join(tmpdir(), "nanoflow-plan-bin-"));
  const folder = mkdtempSync(join(tmpdir(), "nanoflow-plan-docs-"));
  const shell = shellIn(folder, environment(bin));
  try {
    return text.replace(BLOCK, (block) =>
      commandsOf(block)
        .map((command) => shell(command).replace(/\n\n$/, "\n"))
        .join(""),
    );
  } finally {
    for (const path of [bin, folder]) rmSync(path, { recursive: true });
  }
}

/** Runs one command after the other, each with the exit status of the one before in `$?`. */
function shellIn(folder: string, env: NodeJS.ProcessEnv): (command: string) => string {
  let status = 0;
  return (command) => {
    const script = `(exit ${status}); ${command.slice("$ ".length)}`;
    const result = spawnSync("bash", ["-c", `exec 2>&1; ${script}`], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    status = result.status ?? 1;
    if (gpu) console.error(`${command}\n${result.stdout}`);
    return `${command}\n${result.stdout.replace(/[ \t]+$/gm, "").replace(/\n*$/, "\n")}`;
  };
}

/** What must stay: the words. */
function words(text: string): string[] {
  const bars = /[=#-]{4,}|\|0|^ +SMs/;
  return text
    .split("\n")
    .filter((line) => !bars.test(line))
    .map((line) => line.replace(/[0-9a-f]{12,}|\d[\d.,]*/g, "#").replace(/ +/g, " "));
}

const check = process.argv.includes("--check");
for (const file of process.argv.slice(2).filter((argument) => !argument.startsWith("--"))) {
  const text = readFileSync(file, "utf8");
  const now = refreshed(text);
  if (!check) {
    writeFileSync(file, now);
    continue;
  }
  const [shown, printed] = [words(text), words(now)];
  const line = printed.findIndex((content, index) => content !== shown[index]);
  if (line === -1 && shown.length === printed.length) continue;
  console.error(`${file} shows something else than its commands print; run \`npm run docs\`.`);
  console.error(`  shown    ${shown[line] ?? ""}\n  printed  ${printed[line] ?? ""}`);
  process.exitCode = 1;
}
