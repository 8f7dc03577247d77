import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, jest } from "@jest/globals";
import { gpuMemoryMib, gpuPowerWatts, sharedPower } from "../../src/native/gpu-readings.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();

/** A program of this name that knows these GPUs, and prints a text. */
function smi(text: string, ids = "GPU-1", figure = "power.draw"): Record<string, string> {
  const path = join(folder, "nvidia-smi");
  writeFileSync(
    path,
    `#!/bin/sh\n[ "$1" = "--id=${ids}" ] && [ "$2" = "--query-gpu=${figure}" ] && printf '%s\\n' '${text}'\n`,
  );
  chmodSync(path, 0o755);
  return { PATH: `${folder}:/usr/bin:/bin` };
}

describe("the power of a GPU", () => {
  it("is asked for once while an answer is under way, and kept for a second", async () => {
    let nowMs = 0;
    const clock = jest.spyOn(performance, "now").mockImplementation(() => nowMs);
    let asked = 0;
    const power = sharedPower(async () => ++asked);
    expect(await Promise.all([power(), power()])).toEqual([1, 1]);
    nowMs = 999;
    expect(await power()).toBe(1);
    nowMs = 1000;
    expect(await Promise.all([power(), power()])).toEqual([2, 2]);
    clock.mockRestore();
  });

  it("is what nvidia-smi says of it", async () => {
    expect(await gpuPowerWatts(["GPU-1"], smi("691.25"))).toBe(691.25);
  });

  it("is the sum where there are several, and unknown where one is missing", async () => {
    const both = ["GPU-1", "GPU-2"];
    expect(await gpuPowerWatts(both, smi("691.25\n600", "GPU-1,GPU-2"))).toBe(1291.25);
    expect(await gpuPowerWatts(both, smi("691.25\n[N/A]", "GPU-1,GPU-2"))).toBeUndefined();
    expect(await gpuPowerWatts(both, smi("691.25", "GPU-1,GPU-2"))).toBeUndefined();
  });

  it("is unknown where it says none, knows no such GPU, or is not there", async () => {
    expect(await gpuPowerWatts(["GPU-1"], smi("[N/A]"))).toBeUndefined();
    expect(await gpuPowerWatts(["GPU-2"], smi("691.25"))).toBeUndefined();
    expect(await gpuPowerWatts(["GPU-1"], { PATH: "/nonexistent" })).toBeUndefined();
  });
});

describe("the memory of GPUs", () => {
  it("is the sum of what nvidia-smi says of each, unknown where it says none", async () => {
    const memory = (text: string) =>
      gpuMemoryMib(["GPU-1", "GPU-2"], smi(text, "GPU-1,GPU-2", "memory.used"));
    expect(await memory("81920\n4")).toBe(81_924);
    expect(await memory("81920\n[N/A]")).toBeUndefined();
  });
});
