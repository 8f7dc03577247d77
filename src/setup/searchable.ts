import { join } from "node:path";
import { modelKernels } from "../ir/model-kernels.ts";
import type { Model } from "../model/model-shape.ts";
import { divides } from "../model/tensor-parallel.ts";
import { measuredFor } from "../profile/composed.ts";
import { GROUP_SIZES, SHIPPED_FOLDER, shippedGpus } from "../profile/shipped.ts";
import type { SessionFile } from "../store/session-file.ts";
import { readStore } from "../store/store-folder.ts";

/** A GPU and a parallelism at which a model can be searched. */
export interface Searchable {
  gpu: string;
  tensorParallel: number;
  source: SessionFile["session"]["source"];
  /** Whether kernels of another vocabulary stand in for some. */
  scaled: boolean;
}

/** Reads the shipped stores once, and says of a model where it can be searched, and from what. */
export function searchablePlaces(folder = SHIPPED_FOLDER): (model: Model) => Searchable[] {
  const stores = shippedGpus(folder).map((gpu) => ({
    gpu,
    sessions: readStore(join(folder, gpu)),
  }));
  return ({ shape }) =>
    stores.flatMap(({ gpu, sessions }) =>
      GROUP_SIZES.filter((size) => divides(shape, size)).flatMap((tensorParallel) => {
        const found = measuredFor(sessions, modelKernels(shape, tensorParallel));
        return found === undefined ? [] : [{ gpu, tensorParallel, ...found }];
      }),
    );
}
