/** Compiles `src` into `dist`. */
import { buildDist } from "./build-dist.ts";

process.exitCode = buildDist();
