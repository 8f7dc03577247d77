import { createHash, type Hash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Folders of the package that decide what a search makes: compiled code and shipped profiles. */
const FOLDERS = ["dist", "profiles"];
const IS_READ = /\.(js|json|jsonl)$/;

/**
 * What a built program makes a plan of, besides the plan's command: a hash of its code, its shipped
 * profiles, the versions of its dependencies, and Node.
 *
 * @param bin `dist/cli/bin.js` of the program, absolute
 * @returns undefined where that is no installed package, so that nobody can tell
 */
export function buildIdentity(bin: string): string | undefined {
  const root = dirname(dirname(dirname(realpathSync(bin))));
  const manifest = join(root, "package.json");
  if (!existsSync(manifest)) return undefined;
  const hash = createHash("sha256");
  hash.update(`${process.version} ${process.platform} ${process.arch}\0`);
  addFile(hash, manifest, root);
  for (const name of FOLDERS) addFolder(hash, join(root, name), root);
  for (const version of dependencyVersions(manifest)) hash.update(`${version}\0`);
  return hash.digest("hex");
}

function addFolder(hash: Hash, folder: string, root: string): void {
  if (!existsSync(folder)) return;
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  for (const path of paths.filter((each) => IS_READ.test(each)).sort()) {
    addFile(hash, join(folder, path), root);
  }
}

function addFile(hash: Hash, path: string, root: string): void {
  hash.update(`${path.slice(root.length)}\0`);
  hash.update(readFileSync(path));
  hash.update("\0");
}

/** `NAME VERSION` of each package that the program may load; `none` where it is not installed. */
function dependencyVersions(manifest: string): string[] {
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(manifest, "utf8"));
  const folders = (name: string) => createRequire(manifest).resolve.paths(name) ?? [];
  return Object.keys({ ...dependencies, ...optionalDependencies }).map((name) => {
    const found = folders(name)
      .map((folder) => join(folder, name, "package.json"))
      .find((path) => existsSync(path));
    return `${name} ${found === undefined ? "none" : JSON.parse(readFileSync(found, "utf8")).version}`;
  });
}
