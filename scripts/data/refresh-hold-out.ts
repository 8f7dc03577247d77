/**
 * Works out the errors of profiles on their held-out points anew, after a change of the model:
 * `npx tsx scripts/data/refresh-hold-out.ts SESSION...`. Measurements stay as they are.
 */
import { writeFileSync } from "node:fs";
import { holdOutErrors } from "../../src/campaign/assemble/hold-out.ts";
import { loadProfile } from "../../src/profile/load.ts";
import { readSession } from "../../src/store/session-file.ts";
import { sessionText } from "../../src/store/session-text.ts";

const paths = process.argv.slice(2);
if (paths.length === 0) {
  console.error("Usage: npx tsx scripts/data/refresh-hold-out.ts SESSION...");
  process.exit(2);
}

for (const path of paths) {
  const { profile } = loadProfile(path);
  const { id, provenance, convertedFrom } = readSession(path).session;
  const before = new Map((profile.holdOut ?? []).map((entry) => [entry.what, entry]));
  const holdOut = holdOutErrors(profile);
  const facts = { id, provenance, ...(convertedFrom !== undefined && { convertedFrom }) };
  writeFileSync(path, sessionText({ ...profile, holdOut }, facts));
  console.log(path);
  for (const { what, points, median, worst, worstAt } of holdOut) {
    const old = before.get(what);
    const figures = [
      [old?.median, median],
      [old?.worst, worst],
    ];
    const text = figures.map((pair) => pair.map(percent).join(" -> ")).join(", worst ");
    console.log(`  ${what} (${points}): median ${text} (${worstAt})`);
  }
}

function percent(share: number | undefined): string {
  return share === undefined ? "none" : `${(100 * share).toFixed(1)}%`;
}
