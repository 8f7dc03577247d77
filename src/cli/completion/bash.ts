import type { CommandWords, OptionWords } from "./words.ts";

/** Completion for bash 4 or later. */
export function bashCompletion(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name }) => name);
  return `# bash completion for nanoflow-plan
_nanoflow_plan() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command= word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in ${names.join("|")}) command=$word; break ;; esac
  done
  case "$command $previous" in
${commands.flatMap(argumentCases).join("\n")}
  esac
  case $command in
${commands.map(commandCase).join("\n")}
    *) mapfile -t COMPREPLY < <(compgen -W "${names.join(" ")}" -- "$current") ;;
  esac
}
complete -F _nanoflow_plan nanoflow-plan
`;
}

function argumentCases({ name, options }: CommandWords): string[] {
  return options.flatMap(({ flag, argument }) =>
    argument === undefined
      ? []
      : [`    "${name} ${flag}") ${reply(argument.values, argument.takesFiles)}; return ;;`],
  );
}

function commandCase({ name, options, values }: CommandWords): string {
  const flags = options.map(({ flag }: OptionWords) => flag);
  return `    ${name}) ${reply([...values, ...flags], values.length === 0)} ;;`;
}

function reply(words: readonly string[], files: boolean): string {
  const kinds = [files ? "-f" : "", words.length > 0 ? `-W "${words.join(" ")}"` : ""];
  // Then bash marks folders and quotes what needs it; it is an error outside of a completion.
  const filenames = files ? "compopt -o filenames 2>/dev/null; " : "";
  return `${filenames}mapfile -t COMPREPLY < <(compgen ${kinds.join(" ").trim()} -- "$current")`;
}
