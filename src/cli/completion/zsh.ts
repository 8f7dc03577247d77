import type { CommandWords, OptionWords } from "./words.ts";

/** Completion for zsh; works as an autoloaded function and when sourced. */
export function zshCompletion(commands: readonly CommandWords[]): string {
  return `#compdef nanoflow-plan
_nanoflow_plan() {
  local -a commands=(
${commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`).join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(commandCase).join("\n")}
  esac
}
compdef _nanoflow_plan nanoflow-plan
`;
}

function commandCase({ name, options, values }: CommandWords): string {
  const rest = values.length > 0 ? `*:value:(${values.join(" ")})` : "*:file:_files";
  const specs = [...options.map(optionSpec), rest].map((spec) => `      ${quote(spec)}`);
  return `    ${name})\n      _arguments \\\n  ${specs.join(" \\\n  ")}\n      ;;`;
}

function optionSpec({ flag, description, argument }: OptionWords): string {
  const text = `${flag}[${description.replaceAll(/[[\]:]/g, " ")}]`;
  if (argument === undefined) return text;
  if (argument.values.length === 0) return `${text}:value:_files`;
  return `${text}:value:(${argument.values.join(" ")})`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
