import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { runProfile } from "../../src/campaign/run-profile.ts";
import { resolveModel } from "../../src/model/resolve-model.ts";
import { requireGpu } from "../../src/native/require-gpu.ts";
import { plannerError } from "../support/planner-error.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A PATH with a program of this text in it. */
function pathWith(name: string, script: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
  return folder;
}

const NO_DEVICES = temporaryFolder();

describe("looking for a GPU", () => {
  it("says that there is none, and what must list it", () => {
    const error = plannerError(() => requireGpu({ PATH: temporaryFolder() }, NO_DEVICES));
    expect(error).toMatchObject({ code: "E_NO_GPU", message: "no NVIDIA GPU on this machine" });
    expect(error.remedy).toContain("nvidia-smi");
  });

  it.each([
    ["fails", "echo 'GPU 0' && exit 9"],
    ["lists nothing", "exit 0"],
  ])("finds none where nvidia-smi %s", (_, script) => {
    const PATH = pathWith("nvidia-smi", script);
    expect(plannerError(() => requireGpu({ PATH }, NO_DEVICES)).code).toBe("E_NO_GPU");
  });

  it("finds one that nvidia-smi lists", () => {
    const PATH = pathWith("nvidia-smi", "echo 'GPU 0: NVIDIA H200 (UUID: GPU-1)'");
    expect(() => requireGpu({ PATH }, NO_DEVICES)).not.toThrow();
  });

  it("leaves a driver that does not answer to the native program", () => {
    const devices = temporaryFolder();
    writeFileSync(join(devices, "nvidiactl"), "");
    expect(() => requireGpu({ PATH: temporaryFolder() }, devices)).not.toThrow();
  });

  it("names the variable that hides every GPU, before anything is built", async () => {
    const notes: string[] = [];
    const profiling = runProfile(
      {
        model: resolveModel("llama-3-8b"),
        firstDevice: 0,
        maxTokens: 2048,
        quick: true,
        resume: false,
      },
      {
        signal: new AbortController().signal,
        env: { CUDA_VISIBLE_DEVICES: "", PATH: pathWith("cmake", "exit 1") },
        tool: "a tool",
        command: "a command",
        now: () => new Date(),
        note: (line) => notes.push(line),
        onProgress: () => {},
        writeFile: () => {},
      },
    );
    await expect(profiling).rejects.toMatchObject({
      code: "E_NO_GPU",
      message: "CUDA_VISIBLE_DEVICES hides every GPU",
    });
    expect(notes).toEqual([]);
  });
});
