import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import {
  passedOver,
  readStoredTensors,
} from "../../../../src/engine/cuda/weights/stored-tensors.ts";
import { writeSafetensors } from "../../../support/checkpoint-folder.ts";
import { plannerError } from "../../../support/planner-error.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const SHAPES = { a: [2], b: [3], c: [4] };

/** A checkpoint of `one.safetensors` with a and b, and `two.safetensors` with c. */
function sharded(index: string): string {
  const folder = temporaryFolder();
  writeSafetensors(join(folder, "one.safetensors"), ["a", "b"], "BF16", SHAPES);
  writeSafetensors(join(folder, "two.safetensors"), ["c"], "BF16", SHAPES);
  writeFileSync(join(folder, "model.safetensors.index.json"), index);
  return folder;
}

function indexOf(weight_map: Record<string, unknown>): string {
  return JSON.stringify({ metadata: {}, weight_map });
}

const GOOD = { a: "one.safetensors", b: "./one.safetensors", c: "two.safetensors" };

describe("the files of a checkpoint", () => {
  it("are those that the index lists", () => {
    const folder = sharded(indexOf(GOOD));
    const stored = readStoredTensors(folder);
    expect([...stored.keys()].sort()).toEqual(["a", "b", "c"]);
    expect(stored.get("c")?.file).toBe(join(folder, "two.safetensors"));
  });

  it.each<[what: string, index: string, message: RegExp, line: number]>([
    ["null", "null", /`weight_map` must list/, 1],
    ["a list", "[]", /`weight_map` must list/, 1],
    ["cut off", '{"weight_map": {"a": "one', /is wrong: unexpected end of string/, 1],
    ["without files", '{"metadata": {}}', /`weight_map` must list/, 1],
    ["of no tensors", '{"weight_map": {}}', /`weight_map` must list/, 1],
    ["of null", '{"weight_map": null}', /`weight_map` must list/, 1],
    ["with a tensor of null", '{"weight_map": {\n"a": null}}', /a has no file's name/, 2],
    ["that nests without end", `{"weight_map": ${"[".repeat(100_000)}`, /nests deeper/, 1],
    ["with a number", indexOf({ a: 3 }), /a has no file's name/, 1],
    ["with an empty name", indexOf({ a: "" }), /a has no file's name/, 1],
    ["that leaves the folder", indexOf({ a: "../one.safetensors" }), /not in the folder/, 1],
    ["that leaves it later", indexOf({ a: "x/../../one.safetensors" }), /not in the folder/, 1],
    ["with an absolute path", indexOf({ a: "/one.safetensors" }), /not in the folder/, 1],
    ["with a line break", indexOf({ a: "one\nfrom=0" }), /not in the folder/, 1],
    ["with a tensor twice", '{"weight_map": {"a": "x",\n "a": "y"}}', /`a` stands there twice/, 2],
  ])("are refused with an index %s", (_, index, message, line) => {
    const folder = sharded(index);
    const error = plannerError(() => readStoredTensors(folder));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toMatch(message);
    expect(error.position).toMatchObject({
      path: join(folder, "model.safetensors.index.json"),
      line,
    });
  });

  it("are refused when one is absent, with a tensor that it should hold", () => {
    const folder = sharded(indexOf(GOOD));
    rmSync(join(folder, "two.safetensors"));
    const error = plannerError(() => readStoredTensors(folder));
    expect(error.code).toBe("E_INVALID_FILE");
    expect(error.message).toMatch(/the file of c, two\.safetensors, is not in the folder/);
  });

  it.each(["two.safetensors", "model.safetensors.index.json"])(
    "are refused when one is a link to nowhere: %s",
    (name) => {
      const folder = sharded(indexOf(GOOD));
      rmSync(join(folder, name));
      symlinkSync("../blobs/0123", join(folder, name));
      const error = plannerError(() => readStoredTensors(folder));
      expect(error.message).toBe("it is a link to ../blobs/0123, which is not there");
      expect(error.position).toEqual({ path: join(folder, name) });
    },
  );

  it("are refused when the one file is a link to nowhere, though there is an index", () => {
    const folder = sharded(indexOf(GOOD));
    symlinkSync("../blobs/0123", join(folder, "model.safetensors"));
    expect(plannerError(() => readStoredTensors(folder)).message).toContain("a link to ../blobs");
  });

  it("are refused when a tensor is not where the index says", () => {
    const folder = sharded(indexOf({ ...GOOD, a: "two.safetensors" }));
    const error = plannerError(() => readStoredTensors(folder));
    expect(error.message).toMatch(/the file lacks a, which .*index\.json says is in it/);
    expect(error.position?.path).toBe(join(folder, "two.safetensors"));
  });

  it("are refused when two hold the same tensor", () => {
    const folder = sharded(indexOf(GOOD));
    writeSafetensors(join(folder, "two.safetensors"), ["a", "c"], "BF16", SHAPES);
    expect(() => readStoredTensors(folder)).toThrow(/a is also in .*two\.safetensors/);
  });

  it("are the one file where there is an index as well, as transformers has it", () => {
    const folder = sharded(indexOf(GOOD));
    writeSafetensors(join(folder, "model.safetensors"), ["a"], "BF16", SHAPES);
    expect([...readStoredTensors(folder).keys()]).toEqual(["a"]);
    expect(passedOver(folder)).toMatch(
      /^model\.safetensors is read.* and not one\.safetensors, two\.safetensors, which .*index/,
    );
  });

  it("leave nothing out where the index names the one file, or is not there", () => {
    const folder = sharded(indexOf({ a: "model.safetensors" }));
    writeSafetensors(join(folder, "model.safetensors"), ["a"], "BF16", SHAPES);
    expect(passedOver(folder)).toBeUndefined();
    rmSync(join(folder, "model.safetensors.index.json"));
    expect(passedOver(folder)).toBeUndefined();
  });

  it("are refused when the index beside the one file is broken", () => {
    const folder = sharded('{"weight_map": {"a": null}}');
    writeSafetensors(join(folder, "model.safetensors"), ["a"], "BF16", SHAPES);
    expect(plannerError(() => passedOver(folder)).code).toBe("E_INVALID_FILE");
  });

  it.each<[what: string, names: readonly string[], message: RegExp, remedy: RegExp]>([
    [
      "parts without their index",
      ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"],
      /2 parts of a checkpoint are there, such as model-00001.*, but not their index/,
      /Download model\.safetensors\.index\.json/,
    ],
    ["a file of another name", ["consolidated.safetensors"], /but consolidated/, /call it/],
    ["pickles", ["pytorch_model.bin"], /in pytorch_model\.bin, not/, /save_pretrained/],
    ["nothing", [], /neither model\.safetensors nor/, /Name the folder/],
  ])("are asked for by name where there is %s", (_, names, message, remedy) => {
    const folder = temporaryFolder();
    for (const name of names) writeFileSync(join(folder, name), "");
    const error = plannerError(() => readStoredTensors(folder));
    expect(error.message).toMatch(message);
    expect(error.remedy).toMatch(remedy);
    expect(error.position?.path).toContain(folder);
  });
});
