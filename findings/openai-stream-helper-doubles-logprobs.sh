#!/usr/bin/env bash
# Guess: the stream helper of OpenAI's client gives the log probabilities that the server's events carry, each once.
# Seen: those of the first event of an output are there twice. The helper starts the choice with the event's own list, then appends
# the event's entries to it.
# Why it matters: OpenAI's own servers open an output with an event that has a role and no token, so nobody notices. A server whose first
# event carries the first token looks as if it had generated it twice.
# Version: openai 6.49.0 (npm). Seen on 2026-11-30.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund openai@6.49.0
cat >seen.mjs <<'JS'
import { createServer } from "node:http";
import OpenAI from "openai";

const chunk = (delta, finish, tokens) => ({
  id: "a", object: "chat.completion.chunk", created: 1, model: "m",
  choices: [{ index: 0, delta, finish_reason: finish, logprobs: tokens && { content: tokens.map((token) => ({ token, logprob: -1, bytes: null, top_logprobs: [] })), refusal: null } }],
});
async function tokensOf(chunks) {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const each of chunks) response.write(`data: ${JSON.stringify(each)}\n\n`);
    response.end("data: [DONE]\n\n");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = new OpenAI({ apiKey: "none", baseURL: `http://127.0.0.1:${server.address().port}/v1` });
  const stream = client.chat.completions.stream({ model: "m", messages: [{ role: "user", content: "hi" }], logprobs: true });
  const { choices } = await stream.finalChatCompletion();
  server.close();
  return choices[0].logprobs.content.map(({ token }) => token).join(" ");
}
const first = await tokensOf([chunk({ role: "assistant", content: "one" }, null, ["one"]), chunk({ content: " two" }, "stop", [" two"])]);
const role = await tokensOf([chunk({ role: "assistant", content: "" }, null, null), chunk({ content: "one" }, null, ["one"]), chunk({ content: " two" }, "stop", [" two"])]);
console.log(`first event with a token: ${first}`);
console.log(`first event with a role alone: ${role}`);
if (first !== "one one  two" || role !== "one  two") { console.error("changed: how log probabilities are gathered"); process.exit(1); }
console.log("as found: the first event's log probabilities count twice");
JS
node seen.mjs
