import type { Command, Option } from "commander";

export interface OptionWords {
  /** With its dashes. */
  flag: string;
  description: string;
  /** What its argument is; absent for options without one. */
  argument?: { values: readonly string[]; takesFiles: boolean };
}

export interface CommandWords {
  name: string;
  summary: string;
  options: readonly OptionWords[];
  /** Values of its arguments; files when there are none to choose from. */
  values: readonly string[];
}

/** By option: names that stand beside the files that it takes. */
export type KnownNames = Readonly<Record<string, readonly string[]>>;

/** What can be completed, read off the commands themselves. */
export function completionWords(program: Command, names: KnownNames): readonly CommandWords[] {
  const common = [...program.options, { long: "--help", description: "print help" } as Option];
  return program.commands.map((command) => ({
    name: command.name(),
    summary: command.description(),
    options: [...command.options, ...common]
      .filter(({ long }) => long != null)
      .map((option) => describeOption(option, names)),
    values: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
  }));
}

/** Arguments that are files, or may be one: a model its config.json, a workload its trace. */
const FILES = /<(file|folder|dir|program|model|workload)>/;

function describeOption(option: Option, names: KnownNames): OptionWords {
  const flag = option.long ?? "";
  const described = { flag, description: option.description };
  if (!option.required) return described;
  const values = names[flag] ?? option.argChoices ?? [];
  const takesFiles = FILES.test(option.flags);
  return { ...described, argument: { values, takesFiles } };
}
