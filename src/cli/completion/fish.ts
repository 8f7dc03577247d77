import type { CommandWords, OptionWords } from "./words.ts";

/** Completion for fish 3 or later. */
export function fishCompletion(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap((command) => [
    `complete -c nanoflow-plan -n __fish_use_subcommand -f -a ${command.name} -d ${quote(command.summary)}`,
    ...command.options.map((option) => optionLine(command.name, option)),
    ...command.values.map((value) => `${inCommand(command.name)} -f -a ${value}`),
  ]);
  return `# fish completion for nanoflow-plan\n${lines.join("\n")}\n`;
}

function optionLine(command: string, { flag, description, argument }: OptionWords): string {
  const line = `${inCommand(command)} -l ${flag.slice(2)} -d ${quote(description)}`;
  if (argument === undefined) return line;
  const values = argument.values.length > 0 ? ` -a ${quote(argument.values.join(" "))}` : "";
  return `${line} ${argument.takesFiles ? "-r" : "-x"}${values}`;
}

function inCommand(name: string): string {
  return `complete -c nanoflow-plan -n '__fish_seen_subcommand_from ${name}'`;
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
