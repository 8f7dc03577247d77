import type { FastifyInstance } from "fastify";
import { requireServed } from "../protocol/served-models.ts";

/** /v1/models: each served name is a model of its own to clients. */
export function registerModels(
  app: FastifyInstance,
  served: readonly string[],
  contextTokens: number,
): void {
  const created = Math.floor(Date.now() / 1000);
  const modelOf = (id: string) => ({
    id,
    object: "model",
    created,
    owned_by: "nanoflow-plan",
    max_model_len: contextTokens,
  });
  app.get("/v1/models", () => ({ object: "list", data: served.map(modelOf) }));
  // Names of checkpoints have a slash, which some clients escape and others do not.
  app.get<{ Params: { "*": string } }>("/v1/models/*", ({ params }) =>
    modelOf(requireServed(params["*"], served)),
  );
}
