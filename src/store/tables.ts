import type { Columns } from "./columns.ts";

/** Order of the columns in the rows of a profile. */
export const SOLO: Columns = {
  names: ["implementation", "partition", "tokens", "context", "us", "spreadPpm", "samples"],
  counting: "us",
};

export const SUSTAINED: Columns = {
  names: [
    "implementation",
    "tokens",
    "context",
    "us",
    "spreadPpm",
    "clockMhz",
    "powerW",
    "energyMj",
    "spacedUs",
    "spacedClockMhz",
    "spacedEnergyMj",
  ],
  counting: "us",
};

const SIZES_OF_BOTH = [
  "groupSms",
  "groupImplementation",
  "groupTokens",
  "groupContext",
  "remainderImplementation",
  "remainderTokens",
  "remainderContext",
];

export const PAIR: Columns = {
  names: [...SIZES_OF_BOTH, "groupSlowdown", "remainderSlowdown", "samples"],
  counting: "groupSlowdown",
};

export const SUSTAINED_PAIR: Columns = {
  names: [...SIZES_OF_BOTH, "groupUs", "remainderUs", "clockMhz", "powerW"],
  counting: "groupUs",
};
