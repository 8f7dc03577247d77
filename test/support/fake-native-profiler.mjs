#!/usr/bin/env node
/**
 * Speaks native-profiler's protocol with durations by formula, for tests of the driver on machines
 * without a GPU. Flags make it misbehave on jobs whose line contains a text, or one of several with
 * bars between them: --die-on=TEXT
 * --hang-on=TEXT --error-on=TEXT --unsupported-on=TEXT --garbage-on=TEXT --fail-on=TEXT (a check)
 * --late-on=TEXT (two samples) --slow-on=TEXT (a third longer); and at the start: --fatal=CODE --busy --no-nccl --silent.
 * --log=FILE keeps the jobs received.
 */
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";

const flags = new Map(
  process.argv.slice(2).map((argument) => {
    const [key, ...rest] = argument.replace(/^--/, "").split("=");
    return [key, rest.join("=")];
  }),
);
const SMS = 132;
const splits = Array.from({ length: 15 }, (_, i) => (i + 1) * 8).map((groupSms) => ({
  groupSms,
  remainderSms: SMS - groupSms,
}));

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const hits = (flag, line) =>
  flags.has(flag) &&
  flags
    .get(flag)
    .split("|")
    .some((text) => line.includes(text));

function fieldsOf(line, prefix = "") {
  const pairs = line
    .split(" ")
    .slice(1)
    .map((field) => field.split("="))
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), value]);
  return Object.fromEntries(pairs);
}

function smsOf({ part, ctas, sm_target: target }) {
  const [side, group] = part.split(":");
  if (side === "whole") return Number(ctas ?? target ?? SMS);
  return side === "group" ? Number(group) : SMS - Number(group);
}

function durationUs(fields, sms) {
  const number = (key) => Number(fields[key] ?? 1);
  const tokens = number(fields.op.includes("gemm") ? "m" : "tokens");
  const gemm = (2 * Math.ceil(tokens / 128) * 128 * number("n") * number("k")) / (5.9e6 * sms);
  const narrow = fields.operands === "fp8-e4m3" ? 0.55 : 1;
  const factor = { "tile.b": 1.05, "tile.c": 1.1 }[fields.impl] ?? 1;
  // No GPU reads weights faster than its memory gives them.
  const weightsUs = (2 * number("experts") * number("n") * number("k")) / Math.min(3e6, 73e3 * sms);
  switch (fields.op) {
    case "gemm":
      return 3 + Math.max(gemm, weightsUs) * factor * narrow;
    case "grouped_gemm":
      return 3 + Math.max(gemm * number("topk"), weightsUs) * factor;
    case "decode_attention": {
      const bytes =
        (fields.kv === undefined ? 4 : 2.1) *
        number("requests") *
        number("context") *
        number("kvheads") *
        number("head");
      return 4 + bytes / Math.min(3e6, 73e3 * sms);
    }
    case "prefill_attention": {
      const area = tokens * (number("context") + tokens / 2);
      return 4 + (6 * area * number("qheads") * number("head")) / (5e6 * sms);
    }
    case "all_reduce":
      return 8 + (4 * tokens * number("hidden")) / (1e4 * Number(fields.impl.split(".c")[1] ?? 32));
    default:
      return (
        3 + (tokens * (2 * number("vocab") + 6 * number("width") + 8 * number("hidden"))) / 3e6
      );
  }
}

/** The operations of a mix, one after the other; for seconds at the cap, else below it at boost clock. */
function mix(line) {
  let medianUs = 0;
  for (let index = 1; line.includes(` ${index}.op=`); index++)
    medianUs += durationUs(fieldsOf(line, `${index}.`), SMS);
  const capped = Number(fieldsOf(line).settle_seconds) >= 3;
  const [clockMhz, powerW] = capped ? [1700, 692] : [1980, 600];
  return { medianUs, clockMhz, powerW, energyMj: (powerW * medianUs) / 1000 };
}

const GEMMS = ["tile.a", "tile.b", "tile.c"];
/** Of experts, those that one launch for all can run are not cuBLASLt's. */
const GROUPED_GEMMS = ["own.a", "tile.b"];

function answer(line) {
  const [verb] = line.split(" ");
  const fields = fieldsOf(line);
  const gemm = fields.op?.includes("gemm");
  const measured = { spread: 0.004, samples: 21 };
  if (verb === "idle") return { powerW: 80, clockMhz: 1980 };
  if (verb === "copy") return { bytesPerSecond: 3e12 };
  if (verb === "sweep") {
    const sms = smsOf(fields);
    const results = (fields.op === "grouped_gemm" ? GROUPED_GEMMS : GEMMS).map((impl) => ({
      impl,
      medianUs: durationUs({ ...fields, impl }, sms),
      ...measured,
    }));
    return { results, default: "tile.b" };
  }
  if (verb === "pair") {
    const [a, b] = [fieldsOf(line, "a."), fieldsOf(line, "b.")];
    const group = Number(fields.split) || SMS - Number(b.ctas);
    const [aAloneUs, bAloneUs] = [durationUs(a, group), durationUs(b, SMS - group)];
    const aUs = aAloneUs * (a.impl === "tile.c" ? 1.02 : 1.3);
    const bUs = bAloneUs * 1.1;
    if (fields.state === "sustained") {
      // Above the idle 80 W as much as both take alone below, attention but four fifths of it.
      const product = durationUs({ ...a, impl: "tile.a" }, SMS);
      const powerW = 80 + (610 * product) / aUs + (0.8 * 370 * durationUs(b, SMS)) / bUs;
      return { aUs, bUs, clockMhz: 1500, powerW };
    }
    return { aUs, bUs, aAloneUs, bAloneUs, aSamples: 15, bSamples: 12 };
  }
  if (verb === "check") return { relativeError: 0.002 };
  if (verb === "mix") return mix(line);
  const medianUs = durationUs(fields, smsOf(fields)) * (hits("slow-on", line) ? 4 / 3 : 1);
  const capped = gemm && fields.state === "sustained";
  const clockMhz = capped ? 1500 : 1980;
  if (fields.state === "burst") return { medianUs, clockMhz, ...measured };
  const powerW = gemm ? 690 : 450;
  const energyMj = (powerW * medianUs) / 1000;
  const temperatureC = gemm ? 61.4 : 48.6;
  if (fields.state === "spaced")
    return { medianUs, clockMhz, energyMj: energyMj * 1.1, temperatureC };
  const throttleNames = capped ? ["sw_power_cap"] : [];
  const us = capped ? medianUs * 1.2 : medianUs;
  return { medianUs: us, clockMhz, powerW, energyMj, throttleNames, temperatureC, ...measured };
}

if (flags.has("fatal")) {
  say({ type: "fatal", code: flags.get("fatal"), message: "no CUDA device" });
  process.exit(5);
}
if (!flags.has("silent"))
  say({
    type: "hello",
    gpu: "NVIDIA H100 80GB HBM3",
    uuid: "GPU-0",
    smCount: SMS,
    computeCapability: "9.0",
    memoryBytes: 80e9,
    l2Bytes: 5e7,
    powerLimitW: 700,
    driverVersion: "580.0",
    cudaRuntimeVersion: "13.0",
    cublasLtVersion: "13.1",
    ncclVersion: flags.has("no-nccl") ? null : "2.28",
    boostClockMhz: 1980,
    devices: 1,
    splits,
    implementations: {
      decode_attention: ["bulk.c1", "bulk.c2"],
      gemm: ["tile.c"],
      all_reduce: ["nccl.c4", "nccl.c8", "nccl.c16", "ce.c8"],
    },
    otherProcesses: flags.has("busy") ? [{ pid: 4711, name: "python3" }] : [],
  });

createInterface({ input: process.stdin }).on("line", (line) => {
  const id = fieldsOf(line).id;
  if (flags.has("log")) appendFileSync(flags.get("log"), `${line}\n`);
  if (hits("die-on", line)) {
    process.stderr.write("CUDA error: an illegal memory access was encountered\n");
    process.exit(134);
  }
  if (hits("hang-on", line)) return;
  if (hits("garbage-on", line)) return process.stdout.write("not json\n");
  if (hits("error-on", line)) return say({ id, status: "error", message: "launch failed" });
  if (hits("unsupported-on", line)) return say({ id, status: "unsupported", message: "too big" });
  if (hits("fail-on", line)) return say({ id, status: "failed", relativeError: 0.7 });
  const late = hits("late-on", line) ? { lateSamples: 2 } : {};
  say({ id, status: "ok", ...answer(line), ...late });
});
