import { type Command, Option } from "commander";
import { PlannerError } from "../../errors.ts";
import type { Plan } from "../../generated/plan.ts";
import type { Idle } from "../../setup/idle-search-options.ts";
import { readSoundPlan } from "../../setup/verify-plan-file.ts";
import { renderTable } from "../../text/table.ts";
import { formatDuration, formatInteger } from "../../text/units.ts";
import { plansToRun, type RunName } from "../../trial/plans-to-run.ts";
import { type SimulatedOutcome, simulatePlans } from "../../trial/simulate-plans.ts";
import type { CommandContext } from "../console/context.ts";
import { deviceList } from "../options/devices.ts";
import { addExamples } from "../options/examples.ts";
import { refuseIdle } from "../options/idle-options.ts";
import { integerFrom } from "../options/option-values.ts";
import type { CudaRunOptions } from "./run-cuda.ts";

/** Engines have defaults of their own for layers and iterations. */
interface Options extends Omit<CudaRunOptions, "layers" | "iterations"> {
  engine: "simulator" | "reference" | "cuda";
  profile?: string;
  layers?: number;
  iterations?: number;
}

const CUDA_ROUNDS = 5;

/** No model has as many; every layer is simulated, and takes host memory. */
const MOST_LAYERS = 1000;
/** Of rounds, hours. */
const MOST_ITERATIONS = 10_000;
/** Generators take 32 bits of it. */
const MOST_SEED = 2 ** 32 - 1;

/** Options that only some engines know. */
const ENGINES_OF: Readonly<Record<string, readonly Options["engine"][]>> = {
  iterations: ["reference", "cuda"],
  seed: ["reference", "cuda"],
  compare: ["simulator", "cuda"],
  record: ["cuda"],
  trace: ["cuda"],
  weights: ["cuda"],
  device: ["cuda"],
  native: ["cuda"],
};

export function register(command: Command, context: CommandContext): void {
  command
    .argument("<plan>", "plan file")
    .addOption(
      new Option("--engine <engine>", "what carries the plan out")
        .choices(["simulator", "reference", "cuda"])
        .default("simulator"),
    )
    .option(
      "--layers <n>",
      "layers to run (default: those of the model; reference: enough for every stage to run)",
      integerFrom(1, MOST_LAYERS),
    )
    .option("--profile <file>", "the profile it was made from, instead of the one it names")
    .option("--compare", "also run the plan without overlap, and the sequential plan", false)
    .option(
      "--iterations <n>",
      "cuda: rounds, in each of which every plan runs for a second (default: 5); reference: random orders (default: 20)",
      integerFrom(1, MOST_ITERATIONS),
    )
    .option("--weights <folder>", "cuda: a bf16 checkpoint of the model (default: random weights)")
    .option("--trace <file>", "cuda: write a trace of one step for Perfetto; - is standard output")
    .option("--record", "cuda: write what was measured into the plan", false)
    .option(
      "--device <list>",
      "cuda: indices of the GPUs, one a rank of the plan (default: the first ones)",
      deviceList,
    )
    .option(
      "--seed <n>",
      "cuda: of the random weights; reference: also of requests and orders",
      integerFrom(0, MOST_SEED),
      1,
    )
    .option("--native <program>", "cuda: a native-executor that was built already");
  addExamples(command, [
    ["run mixtral.plan.yaml", "run a plan in the simulator"],
    ["run mixtral.plan.yaml --compare", "beside it the same work without overlap"],
    ["run mixtral.plan.yaml --engine reference", "prove its logits right on a small model"],
    ["run llama.plan.yaml --engine cuda --layers 8", "run eight layers on this machine's GPU"],
  ]);
  command.action((path: string, options: Options) => {
    refuseIdleOptions(command, options.engine);
    refuseIdle(command, idleOptions(options));
    return run(path, options, context);
  });
}

function idleOptions({ engine, weights }: Options): Idle[] {
  const trained = { beside: "--weights", options: ["seed"], why: "it is of random weights" };
  return engine === "cuda" && weights !== undefined ? [trained] : [];
}

/** Runs a sound plan in the engine that was asked for. */
export async function run(path: string, options: Options, context: CommandContext): Promise<void> {
  const sound = readSoundPlan(path, options.profile);
  const { plan, costs } = sound;
  if (options.engine === "reference") {
    const { runOnReference } = await import("./run-reference.ts");
    return runOnReference(path, plan, options, context);
  }
  const layers = options.layers ?? plan.model.layers;
  if (options.engine === "cuda") {
    const { runOnCuda } = await import("./run-cuda.ts");
    const { iterations = CUDA_ROUNDS } = options;
    return runOnCuda(path, sound, { ...options, layers, iterations }, context);
  }
  const outcomes = simulatePlans(plansToRun(plan, costs, options.compare), layers, costs);
  const simulated = outcomes.get("plan");
  const document = {
    engine: options.engine,
    file: path,
    layers,
    predicted: { periodUs: plan.predicted.periodUs },
    simulated,
    ...(options.compare && {
      sequential: outcomes.get("sequential"),
      nanoBatchOnly: outcomes.get("nanoBatchOnly") ?? null,
      plan: simulated,
    }),
  };
  context.output(document, () => textOf(plan, layers, outcomes));
}

/** @throws PlannerError `E_USAGE` when an option was given that the engine has no use for */
function refuseIdleOptions(command: Command, engine: Options["engine"]): void {
  for (const [name, engines] of Object.entries(ENGINES_OF)) {
    if (engines.includes(engine) || command.getOptionValueSource(name) !== "cli") continue;
    throw new PlannerError("E_USAGE", `--${name} is not for --engine ${engine}`, {
      remedy: `Leave it out, or add ${engines.map((each) => `--engine ${each}`).join(" or ")}.`,
    });
  }
}

const LABELS: Record<RunName, string> = {
  plan: "plan",
  nanoBatchOnly: "without overlap",
  sequential: "sequential",
};

function textOf(
  plan: Plan,
  layers: number,
  outcomes: ReadonlyMap<RunName, SimulatedOutcome>,
): string {
  const rows = [...outcomes].map(([name, { periodUs, totalUs, clockMhz, powerW }]) => [
    LABELS[name],
    formatDuration(periodUs),
    formatDuration(totalUs),
    `${formatInteger(clockMhz)} MHz`,
    powerW === null ? "unknown" : `${formatInteger(powerW)} W`,
  ]);
  const amount = `${layers} layer${layers === 1 ? "" : "s"}`;
  return [
    `Simulator, ${amount} of ${plan.model.id}. The plan predicts a period of ${formatDuration(plan.predicted.periodUs)}.`,
    "",
    renderTable(
      [
        { title: "" },
        { title: "period", align: "right" },
        { title: amount, align: "right" },
        { title: "clock", align: "right" },
        { title: "power", align: "right" },
      ],
      rows,
    ),
  ].join("\n");
}
