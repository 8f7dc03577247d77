/** Stands in for `torch_products.py`. `--eager`: torch.compile fails; `--error-on=TEXT`: jobs with TEXT fail. */
import { createInterface } from "node:readline";

const eager = process.argv.includes("--eager");
const errorOn = process.argv.find((word) => word.startsWith("--error-on="))?.slice(11);
/** Rounds differ by this much. */
const DRIFT_US = 2;
let turns = 0;

const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);

function turn({ m, n, k }) {
  const medianUs = (2 * m * n * k) / 1e9 + DRIFT_US * turns++;
  return { medianUs, spread: 0.01, clockMhz: 1500, powerW: 600, energyMj: 0.6 * medianUs };
}

say({ type: "torch", version: "2.11.0" });
for await (const line of createInterface({ input: process.stdin })) {
  const [verb, ...words] = line.split(" ");
  const { id, ...spec } = Object.fromEntries(words.map((word) => word.split("=")));
  if (errorOn !== undefined && line.includes(errorOn))
    say({ id, status: "error", message: "out of memory" });
  else {
    const figures = verb === "turn" ? turn(spec) : {};
    say({ id, status: "ok", compiled: !eager, relativeError: 0.002, ...figures });
  }
}
