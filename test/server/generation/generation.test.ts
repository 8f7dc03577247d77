import { expect, it } from "@jest/globals";
import { WholeReply } from "../../../src/server/http/whole-reply.ts";
import { ScriptedEngine, testServer } from "../../support/http-server.ts";
import { letters } from "../../support/letter-tokenizer.ts";

it("fails one request alone where its answer cannot be written", async () => {
  const { ended } = WholeReply.prototype;
  const [a] = letters("a");
  const test = await testServer({ engine: new ScriptedEngine(() => a as number) });
  const ask = () => test.post("/v1/completions", { prompt: "hi", max_tokens: 2 });
  WholeReply.prototype.ended = () => {
    throw new RangeError("Invalid string length");
  };
  const failed = await ask();
  WholeReply.prototype.ended = ended;
  expect(failed.status).toBe(500);
  expect(await failed.json()).toMatchObject({ error: { code: "internal_error" } });
  expect((await ask()).status).toBe(200);
  await test.server.close();
});
