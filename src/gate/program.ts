/** A built nanoflow-plan, and the folder in which its commands run. */
export interface Program {
  /** `dist/cli/bin.js`, absolute. */
  bin: string;
  /** Folder from which paths in a plan's command count. */
  folder: string;
}
