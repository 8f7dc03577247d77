import type { CommandEntry } from "./console/command.ts";

/** The commands of this version, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "models",
    summary: "list the built-in models with their sizes",
    load: () => import("./commands/models.ts"),
  },
  {
    name: "analyze",
    summary: "say what bounds each operation of a model, and the best throughput",
    load: () => import("./commands/analyze.ts"),
  },
  {
    name: "profile",
    summary: "measure a model's kernels on the GPU, alone and side by side",
    load: () => import("./commands/profile.ts"),
  },
  {
    name: "search",
    summary: "make a plan, with a proven bound on its period",
    load: () => import("./commands/search.ts"),
  },
  {
    name: "verify",
    summary: "prove plans sound, or name the places where they are not",
    load: () => import("./commands/verify.ts"),
  },
  {
    name: "show",
    summary: "draw a plan: chart, picture, page or trace",
    load: () => import("./commands/show.ts"),
  },
  {
    name: "run",
    summary: "run a plan: simulated, with numbers on the CPU, or on the GPU",
    load: () => import("./commands/run.ts"),
  },
  {
    name: "replay",
    summary: "serve a stream of requests with plans, simulated or on the GPU",
    load: () => import("./commands/replay.ts"),
  },
  {
    name: "serve",
    summary: "serve OpenAI's API over HTTP with plans, on the GPU; --demo on any machine",
    load: () => import("./commands/serve.ts"),
  },
  {
    name: "gate",
    summary: "search committed plans again, and fail when they got worse",
    load: () => import("./commands/gate.ts"),
  },
  {
    name: "quantize",
    summary: "write a bf16 checkpoint anew in FP8",
    load: () => import("./commands/quantize.ts"),
  },
  {
    name: "completion",
    summary: "print a completion script for a shell",
    load: () => import("./commands/completion.ts"),
  },
];
