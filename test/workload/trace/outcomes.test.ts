import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { Columns } from "../../../src/workload/trace/columns.ts";
import { openTrace } from "../../../src/workload/trace/open-trace.ts";
import { plannerErrorOf } from "../../support/planner-error.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const folder = temporaryFolder();
const ASKED: Columns = { in: "p", out: "o" };

/** Why each request does not count, `-` where it does, and by which fields that was told. */
async function outcomesOf(text: string, columns: Columns | null = ASKED) {
  const path = join(folder, "t.txt");
  writeFileSync(path, text);
  const trace = await openTrace(path, columns ?? undefined);
  const skips: string[] = [];
  for await (const rows of trace.batches) skips.push(...rows.map(({ skip }) => skip ?? "-"));
  return { skips: skips.join(" "), fields: [...trace.outcomeFields] };
}

const csv = (name: string, values: readonly string[]) =>
  [`p,o,${name}`, ...values.map((value) => `10,2,${value}`)].join("\n");

const json = (name: string, values: readonly unknown[]) =>
  values.map((value) => JSON.stringify({ p: 10, o: 2, [name]: value })).join("\n");

describe("fields that say how a request ended", () => {
  it.each([
    [
      "status",
      "success,failure,cancelled,200,503,499,true,false",
      "- failed cancelled - failed cancelled - failed",
    ],
    [
      "Status",
      "OK,Timeout,in progress,RequestStatus.FINISHED_ABORTED",
      "- failed cancelled cancelled",
    ],
    ["valid", "true,false,0,yes", "- failed failed -"],
    ["is_valid", "true,false", "- failed"],
    ["passed", "true,false,3 of 4", "- failed -"],
    ["timeout", "false,true,30,1", "- failed - -"],
    ["disconnected", "false,true,", "- cancelled -"],
    ["client_disconnected", "False,True", "- cancelled"],
    ["was_throttled", "no,yes", "- failed"],
    ["request_failed", "0,1", "- failed"],
    ["success", "True,False,1,0,yes,no,1.0,0.0", "- failed - failed - failed - failed"],
    ["error_code", "0,,none,429,E_BUSY,200", "- - - failed failed -"],
    ["error", ",None,False,NaN,connection reset", "- - - - failed"],
    [
      "http_status",
      "200,201.0,404,0,-1,499,200 OK,HTTP/1.1 502 Bad Gateway",
      "- - failed failed failed cancelled - failed",
    ],
    ["HTTP Status Code", "200,500", "- failed"],
    [
      "finish_reason",
      "stop,length,abort,error,FinishReason.STOP,eos_token",
      "- - cancelled failed - -",
    ],
    ["finishReason", "{'type': 'length'},{'type': 'abort'}", "- cancelled"],
    ["cancelled", "true,false,", "cancelled - -"],
    ["timed_out", "0,1", "- failed"],
    ["upstream_status_code", "200,502", "- failed"],
    ["gen_ai.response.finish_reasons", "['stop'],['error']", "- failed"],
    ["llm_error", ",0.25,Connection reset by peer", "- - failed"],
    ["otel_status", "STATUS_CODE_UNSET,STATUS_CODE_ERROR", "- failed"],
    ["status", "nok,KO", "failed failed"],
    ["errno", "0,104", "- failed"],
    ["level", "INFO,ERROR,3", "- failed -"],
    ["job_status", "FAILED,blue", "failed -"],
    ["response.error", ",timeout", "- failed"],
    ["state", "CA,done,FAILED,the error was mended", "- - failed -"],
    ["completed", "2024-05-12 00:00:00,512,false", "- - cancelled"],
  ])("%s of a CSV file may be %s", async (name, values, skips) => {
    expect(await outcomesOf(csv(name, values.split(",")))).toEqual({ skips, fields: [name] });
  });

  it.each([
    ["error", [null, "", { message: "out of memory" }, [], false, {}], "- - failed - - -"],
    ["success", [true, false], "- failed"],
    ["status_code", [200, 500], "- failed"],
    [
      "finish_reason",
      [{ type: "stop", matched: 2 }, { type: "abort", message: "" }, "length"],
      "- cancelled -",
    ],
  ])("%s of a JSON file may be any of its values", async (name, values, skips) => {
    expect((await outcomesOf(json(name, values))).skips).toBe(skips);
  });

  it("may stand inside an answer and its choices", async () => {
    const text = [
      {
        p: 1,
        o: 1,
        response: { status_code: 200, body: { choices: [{ finish_reason: "stop" }] } },
      },
      { p: 1, o: 1, response: { status_code: 500, body: { error: { message: "x" } } } },
      {
        p: 1,
        o: 1,
        response: { status_code: 200, body: { choices: [{ finish_reason: "abort" }] } },
      },
    ].map((record) => JSON.stringify(record));
    expect(await outcomesOf(text.join("\n"))).toEqual({
      skips: "- failed cancelled",
      fields: [
        "response.status_code",
        "response.body.choices.finish_reason",
        "response.body.error",
      ],
    });
  });

  it("are read beside the fields of known formats", async () => {
    const text = [
      '{"timestamp": 0, "input_length": 10, "output_length": 2}',
      '{"timestamp": 1, "input_length": 10, "output_length": 2, "status": "failed"}',
      '{"timestamp": 2, "input_length": 10, "output_length": 2, "error": "timeout"}',
    ].join("\n");
    expect((await outcomesOf(text, null)).skips).toBe("- failed failed");
    const table = "ContextTokens,GeneratedTokens,status\n10,2,ok\n10,2,error\n";
    expect((await outcomesOf(table, null)).skips).toBe("- failed");
  });

  it("excuse a failed request's missing lengths, and the worst of several decides", async () => {
    const text = "p,o,status,error\n,,,refused\n10,2,cancelled,\n10,2,ok,\n10,2,ok,boom\n";
    expect((await outcomesOf(text)).skips).toBe("failed cancelled - failed");
  });

  it("may be named as something else", async () => {
    const text = "p,status\n10,5\n";
    expect(await outcomesOf(text, { in: "p", out: "status" })).toEqual({ skips: "-", fields: [] });
  });

  it.each([
    [csv("status", ["ok", "maybe"]), 'status is "maybe"', 3],
    [csv("status", ["ok", ""]), "status is empty", 3],
    [csv("success", ["7"]), 'success is "7"', 2],
    [csv("http_status", ["900"]), 'http_status is "900"', 2],
    [json("finish_reason", ["stop", null]), "finish_reason is", 2],
  ])("are refused where they do not say it: %j", async (text, message, line) => {
    const error = await plannerErrorOf(outcomesOf(text));
    expect(error).toMatchObject({ code: "E_INVALID_FILE", position: { line } });
    expect(error.message).toContain(message);
    expect(error.remedy).toContain("rename");
  });
});
