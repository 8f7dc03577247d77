import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { buildNative } from "../../src/native/build.ts";
import type { ProgramName } from "../../src/native/build-folder.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A package's sources, and a PATH whose cmake is the given shell script. */
function setUp(cmake: string | undefined, program: ProgramName = "native-profiler") {
  const root = temporaryFolder();
  for (const folder of ["native-executor", "native-profiler", "native-common", "native-kernels"]) {
    mkdirSync(join(root, folder));
    writeFileSync(join(root, folder, "main.cu"), "// source\n");
  }
  const tools = join(root, "tools");
  mkdirSync(tools);
  if (cmake !== undefined) {
    writeFileSync(join(tools, "cmake"), `#!/bin/sh\n${cmake}\n`);
    chmodSync(join(tools, "cmake"), 0o755);
  }
  const notes: string[] = [];
  const build = (signal = new AbortController().signal) =>
    buildNative(program, {
      root,
      env: { PATH: cmake === undefined ? tools : `${tools}:${process.env.PATH}` },
      signal,
      note: (line) => notes.push(line),
    });
  return { root, build, notes };
}

/** Configures and builds: the program is a file made by the second call. */
const WORKING = `echo "$@" >> "$(dirname "$0")/calls"
[ "$1" = "--build" ] && echo program > "$2/$5"
exit 0`;

const failing = (line: string) => `echo "${line}" >&2; exit 1`;

describe("building a native program", () => {
  it("configures, builds and returns the program", async () => {
    const { build, notes } = setUp(WORKING);
    const binary = await build();
    expect(readFileSync(binary, "utf8")).toBe("program\n");
    expect(notes).toEqual([expect.stringContaining("Building native-profiler")]);
  });

  it("builds once for the same sources, and again for others", async () => {
    const { root, build } = setUp(WORKING);
    const calls = () => readFileSync(join(root, "tools", "calls"), "utf8").split("\n").length - 1;
    const first = await build();
    expect([await build(), calls()]).toEqual([first, 2]);
    writeFileSync(join(root, "native-kernels", "main.cu"), "// changed\n");
    expect(await build()).not.toBe(first);
    expect(calls()).toBe(4);
  });

  it("may be asked for at the same time by several", async () => {
    const { root, build } = setUp(WORKING);
    const binaries = await Promise.all([build(), build(), build()]);
    expect(new Set(binaries).size).toBe(1);
    expect(readFileSync(binaries[0] as string, "utf8")).toBe("program\n");
    expect(readdirSync(join(root, ".build"))).toHaveLength(1);
  });

  it.each(["native-profiler", "native-executor"] as const)(
    "builds %s for its own sources and for those that it shares",
    async (program) => {
      const { root, build, notes } = setUp(WORKING, program);
      const change = (folder: string) => writeFileSync(join(root, folder, "main.cu"), folder);
      let last = await build();
      expect(notes).toEqual([expect.stringContaining(`Building ${program}`)]);
      for (const folder of [program, "native-common", "native-kernels"]) {
        change(folder);
        const next = await build();
        expect(next).not.toBe(last);
        last = next;
      }
      change(program === "native-profiler" ? "native-executor" : "native-profiler");
      expect(await build()).toBe(last);
    },
  );

  it.each([
    ["No CMAKE_CUDA_COMPILER could be found.", /nvcc was not found/],
    ["Could NOT find cublasLt", /cuBLASLt was not found/],
    ["main.cu(3): error: expected a ;", /the build of native-profiler failed:\n.*main\.cu\(3\)/],
  ])("tells the cause of: %s", async (line, message) => {
    const { root, build } = setUp(failing(line));
    await expect(build()).rejects.toEqual(
      expect.objectContaining({
        code: "E_NATIVE",
        message: expect.stringMatching(message),
        remedy: expect.any(String),
      }),
    );
    expect(readdirSync(join(root, ".build"))).toEqual([]);
  });

  it("tells that cmake is missing", async () => {
    await expect(setUp(undefined).build()).rejects.toEqual(
      expect.objectContaining({ code: "E_NATIVE", message: expect.stringContaining("cmake") }),
    );
  });

  it("stops the tools that it started when the user interrupts", async () => {
    const { root, build } = setUp('sleep 1; echo late > "$(dirname "$0")/late"');
    const interrupt = new AbortController();
    const result = build(interrupt.signal);
    setTimeout(() => interrupt.abort("SIGINT"), 100);
    await expect(result).rejects.toEqual(expect.objectContaining({ code: "E_INTERRUPTED" }));
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(existsSync(join(root, "tools", "late"))).toBe(false);
  });
});
