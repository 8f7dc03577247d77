export default {
  testEnvironment: "<rootDir>/test/support/plain-context.mjs",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.ts$": "$1.ts" },
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: { parser: { syntax: "typescript" }, target: "es2023" },
        module: { type: "es6" },
      },
    ],
  },
  // One less than the cores is the default, which leaves one of two idle.
  maxWorkers: "100%",
  testSequencer: "<rootDir>/test/support/slow-first.mjs",
  testTimeout: 60_000,
};
