import { PlannerError } from "../errors.ts";

/** A native program that comes with this package, and what helps when it fails. */
export interface NativeProgram {
  name: string;
  /** What to do when the program at hand speaks another language. */
  otherVersion: string;
  /** What to do after it died. */
  died: string;
  /** What to do when it does not answer. */
  hung: string;
}

/** What to do about failures that have a cause of their own, by the `code` of fatal lines and answers. */
const REMEDIES: Readonly<Record<string, string>> = {
  NO_GPU: "Run on a machine with an NVIDIA GPU and its driver; `nvidia-smi` must list it.",
  DRIVER_TOO_OLD:
    "Install a driver that knows the CUDA version of your toolkit: `nvidia-smi` shows the latest that the present one knows, `nvcc --version` the toolkit's.",
  UNSUPPORTED_COMPUTE_CAPABILITY:
    "Use a GPU of compute capability 8.0 or later; --device chooses among several.",
  UNLIKE_GPUS: "Name GPUs of one kind with --device; `nvidia-smi -L` lists them.",
  NO_PEER_ACCESS:
    "Name GPUs with --device that can read each other's memory: `nvidia-smi topo -p2p r` shows which can.",
  OUT_OF_MEMORY:
    "Free memory on the GPU (`nvidia-smi` lists the programs that hold it), or choose another GPU with --device.",
};

/** Codes that mean that no GPU here can be worked with; others may pass. */
const NO_GPU_CODES = ["NO_GPU", "DRIVER_TOO_OLD", "UNSUPPORTED_COMPUTE_CAPABILITY"];
const SHOWN_CHARACTERS = 200;

/** @throws PlannerError `E_NATIVE` when the line is not a JSON object */
export function parseAnswer(program: NativeProgram, line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Said below: it is no answer, whatever else it is.
  }
  const shown = line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}...` : line;
  throw new PlannerError("E_NATIVE", `${program.name} wrote what is no answer: ${shown}`, {
    remedy: program.otherVersion,
  });
}

/** Error for a `fatal` line. */
export function fatalError(
  program: NativeProgram,
  { code, message }: Record<string, unknown>,
): PlannerError {
  const what = `${program.name}: ${String(message ?? "fatal error")}`;
  return new PlannerError(NO_GPU_CODES.includes(String(code)) ? "E_NO_GPU" : "E_NATIVE", what, {
    remedy: remedyOf(code) ?? program.died,
  });
}

/** What to do about a failure of this `code`; undefined when it tells nothing of its own. */
export function remedyOf(code: unknown): string | undefined {
  return REMEDIES[String(code)];
}
