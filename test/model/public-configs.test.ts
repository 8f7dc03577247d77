import { describe, expect, it } from "@jest/globals";
import { countParameters } from "../../src/model/parameters.ts";
import { parseConfig } from "../support/model-config.ts";
import { NOT_PLANNED, PUBLISHED } from "../support/published-configs.ts";

describe("published configurations", () => {
  it.each(PUBLISHED)(
    "%s has its parameters, and nothing to warn of",
    (_, published, parameters) => {
      const model = parseConfig(published);
      expect(countParameters(model).total).toBe(parameters);
      expect(model.warnings).toBeUndefined();
    },
  );

  it.each(NOT_PLANNED)("%s is refused by name", (_, published, key) => {
    expect(() => parseConfig(published)).toThrow(`\`${key}\``);
  });
});
