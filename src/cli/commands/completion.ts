import { Argument, type Command } from "commander";
import { listModels } from "../../model/resolve-model.ts";
import { shippedGpus } from "../../profile/shipped.ts";
import { LENGTH_DISTRIBUTIONS } from "../../workload/length-quantiles.ts";
import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { completionWords } from "../completion/words.ts";
import { zshCompletion } from "../completion/zsh.ts";
import type { CommandEntry } from "../console/command.ts";
import type { CommandContext } from "../console/context.ts";
import { addExamples } from "../options/examples.ts";

const GENERATORS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

type Shell = keyof typeof GENERATORS;

export function register(
  command: Command,
  context: CommandContext,
  commands: readonly CommandEntry[],
): void {
  command.addArgument(
    new Argument("<shell>", "shell that will read it").choices(Object.keys(GENERATORS)),
  );
  addExamples(command, [
    ["completion bash > ~/.local/share/bash-completion/completions/nanoflow-plan", "for bash"],
    ["completion zsh > ~/.zfunc/_nanoflow-plan", "for zsh, with ~/.zfunc in fpath"],
    ["completion fish > ~/.config/fish/completions/nanoflow-plan.fish", "for fish"],
  ]);
  command.action(async (shell: Shell) => {
    const program = command.parent ?? command;
    for (const sibling of program.commands.filter((other) => other !== command)) {
      const entry = commands.find(({ name }) => name === sibling.name());
      (await entry?.load())?.register(sibling, context, commands);
    }
    const names = {
      "--model": listModels().map(({ id }) => id),
      "--workload": LENGTH_DISTRIBUTIONS.map(({ moments }) => moments.name),
      "--gpu": shippedGpus(),
    };
    const script = GENERATORS[shell](completionWords(program, names));
    context.output({ shell, script }, () => script);
  });
}
