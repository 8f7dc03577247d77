import { fileURLToPath } from "node:url";
import { PlannerError } from "../../../src/errors.ts";
import { NativeProcess } from "../../../src/native/native-process.ts";
import type { NativeProgram } from "../../../src/native/native-program.ts";
import type { TurnLength } from "./own-sides.ts";
import type { LayerProduct } from "./shapes.ts";
import type { Side, Turn } from "./turns.ts";

const SCRIPT = fileURLToPath(new URL("./torch_products.py", import.meta.url));
const TORCH: NativeProgram = {
  name: "torch_products.py",
  otherVersion: "Install PyTorch 2.8 or later with CUDA for the python3 on PATH.",
  died: "Its last words, above, say why; PyTorch needs CUDA and a GPU of compute capability 9.0.",
  hung: "Look with `nvidia-smi` whether the GPU still answers.",
};
/** Loading PyTorch and compiling a kernel take most of it. */
const TIMEOUT_MS = 180_000;

/** What PyTorch made of a product. */
export interface TorchProduct {
  /** Whether torch.compile made the kernel that quantises. */
  compiled: boolean;
  relativeError: number;
}

/** A running PyTorch, which times products as native-profiler does. */
export class TorchServer {
  readonly #process: NativeProcess;
  readonly version: string;

  private constructor(process: NativeProcess, version: string) {
    this.#process = process;
    this.version = version;
  }

  /** @throws PlannerError `E_NATIVE` when python3 or PyTorch is missing, `E_INTERRUPTED` */
  static async start(device: number, signal: AbortSignal, binary = SCRIPT): Promise<TorchServer> {
    const { process, greeting } = await NativeProcess.start(TORCH, {
      ...{ binary, devices: [device], signal, startTimeoutMs: TIMEOUT_MS },
    });
    return new TorchServer(process, String(greeting.version));
  }

  /** Compiles and captures a product. @throws PlannerError `E_NATIVE` when PyTorch cannot run it */
  async prepare(product: LayerProduct): Promise<TorchProduct> {
    const { compiled, relativeError } = await this.#ask("prepare", product, []);
    return { compiled: Boolean(compiled), relativeError: Number(relativeError) };
  }

  /** The product, and before it what makes its input and quantises it. */
  side(product: LayerProduct, { settleSeconds, seconds }: TurnLength): Side {
    const length = [`settle_seconds=${settleSeconds}`, `seconds=${seconds}`];
    const turn = async () => turnIn(await this.#ask("turn", product, length));
    return { name: "torch", turn };
  }

  close(): Promise<void> {
    return this.#process.close();
  }

  async #ask(verb: string, { maker, m, n, k }: LayerProduct, more: readonly string[]) {
    const words = [`maker=${maker}`, `m=${m}`, `n=${n}`, `k=${k}`, ...more];
    const shown = [verb, ...words].join(" ");
    const { value } = await this.#process.ask({ verb, words, timeoutMs: TIMEOUT_MS, shown });
    if (value.status === "ok") return value;
    throw new PlannerError("E_NATIVE", `PyTorch, ${shown}: ${String(value.message)}`);
  }
}

function turnIn(answer: Record<string, unknown>): Turn {
  const number = (key: string) => Number(answer[key] ?? Number.NaN);
  return {
    us: number("medianUs"),
    spread: number("spread"),
    energyMj: number("energyMj"),
    clockMhz: number("clockMhz"),
    powerW: number("powerW"),
  };
}
