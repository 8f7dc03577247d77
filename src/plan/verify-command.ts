import { quote } from "shell-quote";

/** The command that lists all that is wrong with a plan; a name that starts with a dash is no option. */
export function verifyCommand(path: string, profilePath?: string): string {
  const plan = path.startsWith("-") ? `./${path}` : path;
  const profile = profilePath === undefined ? [] : ["--profile", profilePath];
  return quote(["nanoflow-plan", "verify", plan, ...profile]);
}
