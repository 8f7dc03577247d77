import { setFlagsFromString } from "node:v8";
import vm, { type SourceTextModule } from "node:vm";
import { expect, it } from "@jest/globals";

async function loaded(source: string): Promise<SourceTextModule> {
  const module = new vm.SourceTextModule(source, {
    identifier: "counter",
    context: vm.createContext(),
  });
  await module.link(() => {
    throw new Error("nothing is imported");
  });
  await module.evaluate();
  return module;
}

const COUNTER = "let count = 0; export const next = () => ++count;";
const next = ({ namespace }: SourceTextModule) => (namespace as { next(): number }).next();

it("gives modules of one source their own values", async () => {
  const [first, second] = [await loaded(COUNTER), await loaded(COUNTER)];
  expect([next(first), next(first), next(second)]).toEqual([1, 2, 1]);
});

const compiled = () =>
  vm.compileFunction("return [name, this];", ["name"], { filename: "function" });

it("gives functions of one source their own values", () => {
  const made = () => compiled().call(1, "a") as unknown[];
  expect(made()).toEqual(made());
  expect(made()).not.toBe(made());
});

it("lets each module import for itself at run time", async () => {
  const imported = async (answer: number) => {
    const context = vm.createContext();
    const other = new vm.SyntheticModule(["answer"], () => other.setExport("answer", answer), {
      context,
    });
    await other.link(() => other);
    await other.evaluate();
    const source = "export const { answer } = await import('other');";
    const module = new vm.SourceTextModule(source, {
      context,
      identifier: "importing",
      importModuleDynamically: (() => other) as never,
    });
    await module.link(() => other);
    await module.evaluate();
    return (module.namespace as { answer: number }).answer;
  };
  expect([await imported(1), await imported(2)]).toEqual([1, 2]);
});

it("compiles modules anew once V8's flags are others", async () => {
  await loaded(COUNTER);
  setFlagsFromString("--stack-size=980");
  try {
    expect(next(await loaded(COUNTER))).toBe(1);
  } finally {
    setFlagsFromString("--stack-size=984");
  }
});
