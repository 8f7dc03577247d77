import { BUILT_IN_MODELS } from "../../src/model/catalog.ts";
import { type ShippedSession, shippedSessions } from "../../src/profile/shipped.ts";

/** Shipped sessions of one built-in model each: not those of many models, nor of others' configurations. */
export function sessionsOfBuiltInModels(): ShippedSession[] {
  return shippedSessions().filter(({ modelId }) =>
    BUILT_IN_MODELS.some(({ id }) => id === modelId),
  );
}
