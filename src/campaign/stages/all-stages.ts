import { alone, basics, checks, checksOfGemms, onParts, unevenAgain } from "./alone.ts";
import { memoryBesideNetwork, pairs, screening } from "./co-run.ts";
import { sustainedPairs } from "./co-run-energy.ts";
import { capped, held, mixes, spaced, sustained } from "./energy.ts";
import { fill, partTiles, partTilesOfMany } from "./fill.ts";
import { heldOutPairs, heldOutSolos } from "./held-out.ts";
import type { Stage } from "./stage.ts";

/**
 * What matters most comes first: a campaign that runs out of time still makes a profile. What is held
 * out comes before what only makes the model finer: without it no search could tell what to trust.
 */
export const STAGES: readonly Stage[] = [
  { name: "idle power and copy speed", jobs: basics },
  { name: "checks against a reference", jobs: checks },
  { name: "kernels alone on the whole GPU", jobs: alone },
  { name: "checks of matrix products", jobs: checksOfGemms },
  { name: "energy and sustained clocks", jobs: sustained },
  { name: "energy at boost clock", jobs: spaced },
  { name: "energy of attention at the clock of a layer", jobs: capped },
  { name: "kernels alone on parts of the GPU", jobs: onParts },
  { name: "remainders slower than smaller ones, again", jobs: unevenAgain },
  { name: "checks of matrix products on parts", jobs: checksOfGemms },
  { name: "choice of GEMMs that co-run", jobs: screening },
  { name: "pairs that co-run", jobs: pairs },
  { name: "energy of pairs that co-run", jobs: sustainedPairs },
  { name: "power kept at the cap", judges: true, jobs: held },
  { name: "decode attention beside collectives", jobs: memoryBesideNetwork },
  { name: "points held out from the model", judges: true, jobs: heldOutSolos },
  { name: "pairs held out from the model", judges: true, jobs: heldOutPairs },
  { name: "GEMMs on parts at every token count", jobs: fill },
  { name: "GEMMs with a tile partly empty", jobs: partTiles },
  { name: "mixes held out from the model", judges: true, jobs: mixes },
  { name: "GEMMs of many tiles on parts with one nearly empty", jobs: partTilesOfMany },
];
