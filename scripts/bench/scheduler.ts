/**
 * Times the scheduler on an engine that computes nothing, by default with 2,048 requests running and
 * 100,000 waiting. Prints JSON: time of a step on the host as p10, median, p99 and worst, and the bytes
 * that a waiting request takes beside its tokens. It takes about half a minute.
 *
 * Usage: npm run bench:scheduler [-- --running N] [--waiting N] [--steps N] [--share-prefixes]
 *
 * Exit codes: 0 done, 2 wrong usage.
 */
import { parseArgs } from "node:util";
import { fail } from "./fail.ts";
import { timeSteps } from "./scheduler/step-times.ts";
import { waitingBytes } from "./scheduler/waiting-bytes.ts";

const USAGE =
  "Usage: npm run bench:scheduler [-- --running N] [--waiting N] [--steps N] [--share-prefixes]";
const OPTIONS = {
  running: { type: "string", default: "2048" },
  waiting: { type: "string", default: "100000" },
  steps: { type: "string", default: "2000" },
  "share-prefixes": { type: "boolean", default: false },
} as const;

const options = readOptions();
const load = { running: options.running, sharesPrefixes: options.sharesPrefixes };
const bytesAWaitingRequest = waitingBytes(options.waiting);
const times = await timeSteps(load, options.waiting, options.steps);
process.stdout.write(`${JSON.stringify({ ...load, ...times, bytesAWaitingRequest }, null, 2)}\n`);

function readOptions() {
  try {
    const { values } = parseArgs({ args: process.argv.slice(2), options: OPTIONS });
    const count = (name: "running" | "waiting" | "steps") => {
      if (/^[1-9]\d*$/.test(values[name])) return Number(values[name]);
      throw new Error(`--${name} ${values[name]} is no number of ${name}`);
    };
    return {
      running: count("running"),
      waiting: count("waiting"),
      steps: count("steps"),
      sharesPrefixes: values["share-prefixes"],
    };
  } catch (error) {
    return fail(2, (error as Error).message, USAGE);
  }
}
