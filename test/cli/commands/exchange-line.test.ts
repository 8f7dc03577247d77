import { describe, expect, it } from "@jest/globals";
import { exchangeLine } from "../../../src/cli/commands/exchange-line.ts";

const RECORD = {
  ...{ time: "2026-01-02T03:04:05.000Z", method: "POST", path: "/v1/completions" },
  ...{ status: 404, durationMs: 1.5 },
};

describe("the line of a request", () => {
  it.each([
    ["a\nb", "a\\u000ab"],
    ["a\r\nb", "a\\u000d\\u000ab"],
    ["a\u001b[31mb", "a\\u001b[31mb"],
    ["a\u0085b", "a\\u0085b"],
    ["a\u2028b", "a\\u2028b"],
    ["a\u202eb", "a\\u202eb"],
  ])("stays one line where its client wrote %j", (said, shown) => {
    const line = exchangeLine({ ...RECORD, error: `no model \`${said}\`` });
    expect(line).toBe(
      `2026-01-02T03:04:05.000Z POST /v1/completions 404, all 1.5 ms, no model \`${shown}\``,
    );
  });
});
