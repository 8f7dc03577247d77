import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { Tokenizer as InJavaScript } from "@huggingface/tokenizers";
import { Tokenizer as Original } from "tokenizers";
import { below, randomFrom } from "../../../src/random.ts";
import { loadTokenizer } from "../../../src/tokenizer/load-tokenizer.ts";
import { TextStream } from "../../../src/tokenizer/text-stream.ts";
import type { Tokenizer } from "../../../src/tokenizer/tokenizer.ts";
import { prose, sampleTexts } from "./texts.ts";

const SCRIPT = fileURLToPath(new URL("in-transformers.py", import.meta.url));
const OUTPUT_TOKENS = 60;
const LONG_CHARACTERS = 100_000;
/** Outputs of single bytes and rare pieces are the hard ones to decode. */
const LOW_TOKENS = 300;

/** So many texts come first, untimed: all three keep caches of words. */
const WARM_UP = 500;

/**
 * What was found of the tokenizer of a folder. Rates are in MB of UTF-8, or tokens, for each second
 * of a core's time, all threads together: so they hold on a machine that has other work.
 */
export async function compareTokenizers(folder: string, count: number, seed: number) {
  const texts = sampleTexts(count, seed);
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const [tokenizer, loadMs] = await timed(() => loadTokenizer(folder));
  const outputs = randomOutputs(count, tokenizer.vocabularySize, seed);
  const json = readFileSync(join(folder, "tokenizer.json"), "utf8");
  const original = Original.fromString(json);
  const script = new InJavaScript(JSON.parse(json), configOf(folder));
  const encodeOriginal = async (some: readonly string[]) => {
    const all: number[][] = [];
    for (const text of some) {
      all.push((await original.encode(text, null, { addSpecialTokens: false })).getIds());
    }
    return all;
  };
  const encodeScript = (some: readonly string[]) =>
    some.map((text) => script.encode(text, { add_special_tokens: false }).ids);
  const few = texts.slice(0, WARM_UP);
  await encoded(few, tokenizer, false);
  await encodeOriginal(few);
  encodeScript(few);
  const [ours, oursMs] = await timed(() => encoded(texts, tokenizer, false));
  const [theirs, theirsMs] = await timed(() => encodeOriginal(texts));
  const [scripted, scriptedMs] = await timed(() => encodeScript(texts));
  const long = prose().slice(0, LONG_CHARACTERS);
  const [output, longMs] = await timed(() => tokenizer.encode(long, { addSpecialTokens: false }));
  const [, longScriptMs] = await timed(() => encodeScript([long]));
  stream(tokenizer, output);
  const [, streamMs] = await timed(() => stream(tokenizer, output));
  const [, decodeMs] = await timed(() => original.decode(output, true));
  const streamed = outputs.map((each) => stream(tokenizer, each));
  const decoded: string[] = [];
  for (const each of outputs) decoded.push(await original.decode(each, true));
  const rate = (ms: number) => Number((bytes / ms / 1000).toFixed(2));
  return {
    folder,
    texts: count,
    vocabularySize: tokenizer.vocabularySize,
    loadMs: Math.round(loadMs),
    encodeMBs: { here: rate(oursMs), original: rate(theirsMs), inJavaScript: rate(scriptedMs) },
    encode100kCharactersMs: { here: Math.round(longMs), inJavaScript: Math.round(longScriptMs) },
    streamedTokensPerS: {
      here: Math.round((output.length / streamMs) * 1000),
      originalWhole: Math.round((output.length / decodeMs) * 1000),
    },
    unequal: {
      encodeToOriginal: unequal(ours, theirs),
      encodeToJavaScript: unequal(ours, scripted),
      streamToOriginal: unequal(streamed, decoded),
    },
    ...(await besideTransformers(folder, texts, outputs, tokenizer, streamed)),
  };
}

/** Undefined figures where Python lacks transformers. */
async function besideTransformers(
  folder: string,
  texts: readonly string[],
  outputs: readonly number[][],
  tokenizer: Tokenizer,
  streamed: readonly string[],
) {
  const { status, stdout } = spawnSync("python3", [SCRIPT], {
    input: JSON.stringify({ folder, texts, outputs }),
    encoding: "utf8",
    maxBuffer: 1 << 29,
    stdio: ["pipe", "pipe", "ignore"],
  });
  if (status !== 0) return { transformers: "not found by python3" };
  const answer = JSON.parse(stdout);
  return {
    transformers: answer.version,
    unequalToTransformers: {
      encodeWithSpecialTokens: unequal(await encoded(texts, tokenizer, true), answer.with),
      encode: unequal(await encoded(texts, tokenizer, false), answer.without),
      decode: unequal(streamed, answer.decoded),
    },
  };
}

async function encoded(texts: readonly string[], tokenizer: Tokenizer, addSpecialTokens: boolean) {
  const all: number[][] = [];
  for (const text of texts) all.push(await tokenizer.encode(text, { addSpecialTokens }));
  return all;
}

function stream(tokenizer: Tokenizer, tokens: readonly number[]): string {
  const text = new TextStream(tokenizer, { skipSpecialTokens: true });
  return tokens.map((token) => text.push(token)).join("") + text.end();
}

function randomOutputs(count: number, vocabularySize: number, seed: number): number[][] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, index) =>
    Array.from({ length: 1 + below(random, OUTPUT_TOKENS) }, () =>
      below(random, index % 2 === 0 ? vocabularySize : Math.min(LOW_TOKENS, vocabularySize)),
    ),
  );
}

function unequal(some: readonly unknown[], others: readonly unknown[]): number {
  return some.filter((each, index) => !isDeepStrictEqual(each, others[index])).length;
}

function configOf(folder: string): object {
  try {
    return JSON.parse(readFileSync(join(folder, "tokenizer_config.json"), "utf8"));
  } catch {
    return {};
  }
}

/** With the time that cores spent on it. */
async function timed<T>(work: () => T | Promise<T>): Promise<[result: T, ms: number]> {
  const start = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(start);
  return [result, (user + system) / 1000];
}
