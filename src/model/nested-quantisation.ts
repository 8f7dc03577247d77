import type { ConfigReader } from "./config-reader.ts";
import { rejectOtherBits } from "./quantisation.ts";

/** Of what is planned without: images and sound. */
const OTHER_SENSES = /vision|image|audio|speech/;

/**
 * Rejects marks of quantisation in objects that are not read otherwise, at whatever depth, such as the
 * `text_config` of a model that is planned by its top level.
 *
 * @param known keys of objects that are read
 * @throws PlannerError `E_INVALID_MODEL` at the key
 */
export function rejectNestedBits(config: ConfigReader, known: readonly string[]): void {
  for (const key of config.keys) {
    const value = config.value(key);
    if (known.includes(key) || OTHER_SENSES.test(key) || !isObject(value)) continue;
    const section = config.section(key);
    if (section === undefined) continue;
    rejectOtherBits(section);
    rejectNestedBits(section, []);
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
