#!/usr/bin/env node
/**
 * Speaks native-executor's protocol without a GPU: programs take 10 µs an instruction, one after
 * the other. Flags make it misbehave on requests whose line contains a text: --die-on=TEXT
 * --hang-on=TEXT --error-on=TEXT --short-on=TEXT (of memory) --garbage-on=TEXT --misread-on=TEXT;
 * and at the start: --no-gpu --silent --older --free=BYTES. --slow=NAME:FACTOR slows programs whose
 * name starts so. --fault=ROW:KIND flags a row of each step. Steps that are submitted end a moment
 * later, each with its number as the tokens; other requests wait for them. --log=FILE keeps the requests received; --log-payloads also what comes with them.
 */
import { appendFileSync } from "node:fs";

const flags = new Map(
  process.argv.slice(2).map((argument) => {
    const [key, ...rest] = argument.replace(/^--/, "").split("=");
    return [key, rest.join("=")];
  }),
);
const devices = process.argv[process.argv.indexOf("--device") + 1].split(",");
const [slowName, slowFactor] = (flags.get("slow") ?? "none:1").split(":");
const [faultyRow, fault] = (flags.get("fault") ?? "").split(":");
const faults = flags.has("fault") ? [{ row: Number(faultyRow), fault }] : [];
const INSTRUCTION_US = 10;
const programs = new Map();
let hanging = false;
const STEPS_UNDER_WAY = 2;
const STEP_MS = 5;
/** Steps that are submitted and not answered. */
const underWay = [];
let submitted = 0;

const hits = (flag, line) => flags.has(flag) && line.includes(flags.get(flag));
const say = (value, tail = Buffer.alloc(0)) => {
  const frame = tail.length > 0 ? { ...value, bytes: tail.length } : value;
  process.stdout.write(Buffer.concat([Buffer.from(`${JSON.stringify(frame)}\n`), tail]));
};

function lengthUs(name) {
  const count = programs.get(name) ?? 0;
  return count * INSTRUCTION_US * (name.startsWith(slowName) ? Number(slowFactor) : 1);
}

function stamps(name) {
  const count = programs.get(name) ?? 0;
  const times = new BigUint64Array(2 * count);
  for (let i = 0; i < count; i++) {
    times[2 * i] = BigInt(1_000_000 + i * INSTRUCTION_US * 1000);
    times[2 * i + 1] = times[2 * i] + BigInt(INSTRUCTION_US * 1000);
  }
  return Buffer.from(times.buffer);
}

function slice(name, round) {
  const medianUs = lengthUs(name) * (1 + 0.001 * round);
  const card = { clockMhz: 1500, powerW: 690, temperatureC: 60, throttleNames: ["sw_power_cap"] };
  const cards = devices.map(() => card);
  return { medianUs, spread: 0.002, samples: 40, hostUs: 50, ...card, cards };
}

function submit(words, payload) {
  const { id, words: count, entries, updates = 0, data = 0, sampled, program, size = 0 } = words;
  if (!programs.has(program))
    return finishSteps(() => say({ id, status: "error", message: `no program '${program}'` }));
  const bytes = 4 * count + 8 * entries + 64 * updates + 4 * data;
  if (payload.length !== bytes)
    return finishSteps(() => say({ id, status: "error", message: `not ${bytes} bytes` }));
  if (underWay.length === STEPS_UNDER_WAY) endOldest();
  const gapUs = submitted === 0 ? null : 3;
  const tokens = new Int32Array(Number(sampled)).fill(++submitted);
  const value = { hostUs: 20, deviceUs: lengthUs(program), gapUs, faults };
  underWay.push(() =>
    say(
      { id, status: "ok", ...value },
      Buffer.concat([Buffer.from(tokens.buffer), Buffer.alloc(Number(size))]),
    ),
  );
  setTimeout(() => underWay.length > 0 && endOldest(), STEP_MS);
}

function endOldest() {
  underWay.shift()();
}

function finishSteps(next) {
  while (underWay.length > 0) endOldest();
  next();
}

function answer(verb, words, payload) {
  switch (verb) {
    case "program": {
      const instructions = payload
        .toString("utf8")
        .split("\n")
        .filter((line) => line.startsWith("run "));
      programs.set(words.name, instructions.length);
      return [{ instructions: instructions.length, bindUs: 1, memoryBytes: 2e6 }];
    }
    case "step":
      return [
        { hostUs: 20, deviceUs: lengthUs(words.program), faults },
        Buffer.alloc(Number(words.size)),
      ];
    case "energy":
      return [{ energyMj: 5_000_000 + 1000 * submitted }];
    case "drop":
      programs.delete(words.name);
      return [{}];
    case "read":
      return [{}, Buffer.alloc(Number(words.size))];
    case "time": {
      const rounds = Array.from({ length: Number(words.rounds) }, (_, round) => round);
      const names = words.programs.split(",");
      return [
        { programs: names.map((name) => ({ name, slices: rounds.map((r) => slice(name, r)) })) },
      ];
    }
    case "trace":
      return [{ instructions: programs.get(words.program) }, stamps(words.program)];
    default:
      return [{}];
  }
}

function receive(line, payload) {
  const [verb, ...fields] = line.split(" ");
  const words = Object.fromEntries(
    fields.map((field) => [
      field.slice(0, field.indexOf("=")),
      field.slice(field.indexOf("=") + 1),
    ]),
  );
  if (flags.has("log")) {
    appendFileSync(flags.get("log"), `${line}\n${flags.has("log-payloads") ? payload : ""}`);
  }
  if (hits("die-on", line)) {
    process.stderr.write("CUDA error: an illegal memory access was encountered\n");
    process.exit(134);
  }
  hanging ||= hits("hang-on", line);
  if (hanging) return;
  if (hits("garbage-on", line)) return process.stdout.write("not json\n");
  if (hits("misread-on", line)) return say({ status: "error", message: "'id=' is missing" });
  const { id } = words;
  if (verb === "submit" && !hits("error-on", line)) return submit(words, payload);
  finishSteps(() => {});
  if (hits("error-on", line)) return say({ id, status: "error", message: "launch failed" });
  if (hits("short-on", line))
    return say({ id, code: "OUT_OF_MEMORY", status: "error", message: "out of memory" });
  const [value, tail] = answer(verb, words, payload);
  say({ id, status: "ok", ...value }, tail);
}

if (flags.has("no-gpu")) {
  say({ type: "fatal", code: "NO_GPU", message: "no CUDA device" });
  process.exit(5);
}
if (!flags.has("silent")) {
  say({
    type: "hello",
    program: "native-executor",
    driverVersion: "580.0",
    cudaRuntimeVersion: "13.0",
    cublasLtVersion: "13.1.0",
    gemmWorkspaceBytes: 1024,
    routerScratch: { tokens: 16, bytes: 128 },
    ...(!flags.has("older") && { stepsUnderWay: STEPS_UNDER_WAY }),
    devices: devices.map((device) => ({
      gpu: "NVIDIA H200",
      uuid: `GPU-${device}`,
      smCount: 132,
      freeBytes: Number(flags.get("free") ?? 140e9),
      memoryBytes: 150e9,
      decodePartialBytes: [
        { head: 64, bytes: 1000 },
        { head: 128, bytes: 2000 },
      ],
      productPartialBytes: 4000,
      powerLimitW: 700,
      boostClockMhz: 1980,
    })),
  });
}

let pending = Buffer.alloc(0);
process.stdin.on("data", (chunk) => {
  pending = Buffer.concat([pending, chunk]);
  for (;;) {
    const end = pending.indexOf("\n");
    if (end < 0) return;
    const line = pending.toString("utf8", 0, end);
    const bytes = Number(/ bytes=(\d+)/.exec(line)?.[1] ?? 0);
    if (pending.length < end + 1 + bytes) return;
    const payload = pending.subarray(end + 1, end + 1 + bytes);
    pending = pending.subarray(end + 1 + bytes);
    receive(line, payload);
  }
});
process.stdin.on("end", () => process.exit(0));
