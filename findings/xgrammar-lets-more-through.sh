#!/usr/bin/env bash
# Guess: a grammar lets its own texts through and no others, however its alternatives are written; a schema with a
# bound or a pattern lets through documents that it accepts.
# Seen: of alternatives with 4, 5, 6 and 7 digits that begin alike, a text of 2 is let through. Bounds of a number
# take any character in the place of the point, and numbers beyond the bound. A pattern of dots takes a bare quote.
# Why it matters: who asks for JSON of a schema gets text that no parser reads, and nothing says so.
# Version: @mlc-ai/web-xgrammar 0.1.27. Seen on 2026-12-01.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init --yes > init.log
npm install --silent --no-audit --no-fund @mlc-ai/web-xgrammar@0.1.27
cat > check.mjs <<'JS'
// The bundle is a script for browsers: it asks where it lies, and leaves its exports in a global.
globalThis.location = new URL(import.meta.resolve("@mlc-ai/web-xgrammar"));
await import("@mlc-ai/web-xgrammar");
const { Grammar, GrammarCompiler, GrammarMatcher, TokenizerInfo } = globalThis.xgrammar;

const END = 128;
const tokens = [...Array.from({ length: END }, (_, byte) => String.fromCharCode(byte)), "</s>"];
const info = await TokenizerInfo.createTokenizerInfo(tokens, "raw", false, END + 1, [END]);
const compiler = await GrammarCompiler.createGrammarCompiler(info, false);

async function takes(grammar, text) {
  const matcher = await GrammarMatcher.createGrammarMatcher(await compiler.compileGrammar(grammar));
  const codes = [...text].map((character) => character.charCodeAt(0));
  return codes.every((code) => matcher.acceptToken(code)) && matcher.acceptToken(END);
}

const digits = (count) => Array(count).fill("[0-9]").join(" ");
const alike = `root ::= [2-9] ${digits(3)} | ${[4, 5, 6].map((n) => `[1-9] ${digits(n)}`).join(" | ")}`;
const schema = (keywords) => Grammar.fromJSONSchema(JSON.stringify(keywords));
const cases = [
  ["alternatives of 4 to 7 digits", alike, "70"],
  ["minimum -1.5", await schema({ type: "number", minimum: -1.5, maximum: 10 }), "-1x5"],
  ["maximum 10", await schema({ type: "number", minimum: -1.5, maximum: 10 }), "10.5"],
  ["pattern ^.*$", await schema({ type: "string", pattern: "^.*$" }), '"a"b"'],
];
let stays = true;
for (const [what, grammar, text] of cases) {
  const taken = await takes(grammar, text);
  console.log(`${what}: ${text} is ${taken ? "let through" : "refused"}`);
  stays &&= taken;
}
process.exit(stays ? 0 : 1);
JS
node check.mjs
