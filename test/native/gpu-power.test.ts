import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { gpuPowerWatts } from "../../src/native/gpu-power.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const folder = temporaryFolder();

/** A program of this name that prints what it was asked, then a text. */
function smi(text: string): Record<string, string> {
  const path = join(folder, "nvidia-smi");
  writeFileSync(path, `#!/bin/sh\n[ "$1" = "--id=GPU-1" ] && printf '%s\\n' '${text}'\n`);
  chmodSync(path, 0o755);
  return { PATH: `${folder}:/usr/bin:/bin` };
}

describe("the power of a GPU", () => {
  it("is what nvidia-smi says of it", async () => {
    expect(await gpuPowerWatts("GPU-1", smi("691.25"))).toBe(691.25);
  });

  it("is unknown where it says none, knows no such GPU, or is not there", async () => {
    expect(await gpuPowerWatts("GPU-1", smi("[N/A]"))).toBeUndefined();
    expect(await gpuPowerWatts("GPU-2", smi("691.25"))).toBeUndefined();
    expect(await gpuPowerWatts("GPU-1", { PATH: "/nonexistent" })).toBeUndefined();
  });
});
