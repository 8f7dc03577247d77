import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Tokenizer as Backend } from "tokenizers";
import { loadTokenizer } from "../../src/tokenizer/load-tokenizer.ts";
import { TextStream } from "../../src/tokenizer/text-stream.ts";
import type { Tokenizer } from "../../src/tokenizer/tokenizer.ts";
import {
  byteLevelFiles,
  metaspaceFiles,
  type TokenizerFolder,
  writeFolder,
} from "../support/tokenizer-folder.ts";

const KINDS = [
  { kind: "byte-level", files: byteLevelFiles() },
  { kind: "Metaspace with byte fallback", files: metaspaceFiles() },
];
const BOTH = [true, false];

/** What of a tokenizer.json is changed here. */
interface Json {
  added_tokens: readonly object[];
  model: { vocab: Record<string, number> };
}

/** With changes to `tokenizer_config.json`, and further files. */
function configured(files: TokenizerFolder, config: object, more: object = {}): Promise<Tokenizer> {
  const merged = { ...files["tokenizer_config.json"], ...config };
  return loadTokenizer(writeFolder({ ...files, "tokenizer_config.json": merged, ...more }));
}

describe.each(KINDS)("a tokenizer of the kind $kind", ({ files }) => {
  let tokenizer: Tokenizer;
  let original: Backend;

  beforeAll(async () => {
    const folder = writeFolder(files);
    tokenizer = await loadTokenizer(folder);
    original = Backend.fromFile(join(folder, "tokenizer.json"));
  });

  it("gives back any text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
        const tokens = await tokenizer.encode(text, { addSpecialTokens: false });
        expect(tokenizer.decode(tokens, { skipSpecialTokens: true })).toBe(text);
      }),
    );
  });

  it("decodes any tokens as the original does, and the same in a stream", async () => {
    const token = fc.nat(tokenizer.vocabularySize + 3);
    // Bytes of characters have low numbers: half characters and ill-formed ones become frequent.
    const tokens = fc.array(fc.oneof(token, fc.nat(258)), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(tokens, fc.constantFrom(...BOTH), async (output, skipSpecialTokens) => {
        const whole = output.length === 0 ? "" : await original.decode(output, skipSpecialTokens);
        expect(tokenizer.decode(output, { skipSpecialTokens })).toBe(whole);
        const stream = new TextStream(tokenizer, { skipSpecialTokens });
        let text = "";
        for (const each of output) {
          text += stream.push(each);
          expect(whole.startsWith(text)).toBe(true);
        }
        expect(text + stream.end()).toBe(whole);
      }),
      { numRuns: 300 },
    );
  });

  it("gives behind a prompt what decoding both together adds to it", async () => {
    const token = fc.nat(tokenizer.vocabularySize - 1);
    const prompts = fc.constantFrom("", " ", "the fox", "the fox ", "日本 dog");
    const cases = [
      prompts,
      fc.array(token, { maxLength: 20 }),
      fc.boolean(),
      fc.boolean(),
    ] as const;
    await fc.assert(
      fc.asyncProperty(...cases, async (prompt, output, skipSpecialTokens, addSpecialTokens) => {
        const behind = await tokenizer.encode(prompt, { addSpecialTokens });
        const decoded = async (tokens: number[]) =>
          tokens.length === 0 ? "" : original.decode(tokens, skipSpecialTokens);
        const before = await decoded(behind);
        const stream = new TextStream(tokenizer, { skipSpecialTokens, behind });
        const text = output.map((each) => stream.push(each)).join("") + stream.end();
        expect(before + text).toBe(await decoded([...behind, ...output]));
      }),
    );
  });

  it("takes as much time for each token of a long output as of a short one", () => {
    const step = { skipSpecialTokens: true };
    // 0xE0 begins a character of three bytes: none of these ever becomes one.
    const [begin] = [...Array(tokenizer.vocabularySize).keys()].filter(
      (token) => Buffer.from(tokenizer.tokenBytes(token)).toString("hex") === "e0",
    );
    const stream = new TextStream(tokenizer, step);
    for (let count = 0; count < 200_000; count++) stream.push(begin as number);
    // A time limit of the test would tell a stream that decodes its whole output with each token.
    expect(stream.end().endsWith("\u{FFFD}")).toBe(true);
  });

  it("holds incomplete characters back", async () => {
    const tokens = await tokenizer.encode("😀", { addSpecialTokens: false });
    const stream = new TextStream(tokenizer, { skipSpecialTokens: true });
    const given = tokens.map((token) => stream.push(token));
    expect(given.slice(0, -1).join("").trim()).toBe("");
    expect((given.join("") + stream.end()).trim()).toBe("😀");
    expect(tokens.length).toBeGreaterThan(3);
  });

  it("says the bytes of each token", async () => {
    const text = "the naïve fox 😀 日本";
    const tokens = await tokenizer.encode(text, { addSpecialTokens: false });
    const bytes = Buffer.concat(tokens.map((token) => tokenizer.tokenBytes(token)));
    // Metaspace begins with a space that decoding takes off again.
    expect(bytes.toString("utf8").trimStart()).toBe(text);
    expect(tokenizer.tokenBytes(tokenizer.vocabularySize)).toHaveLength(0);
  });

  it("adds the token of the start once, and only when asked", async () => {
    const [start] = await tokenizer.encode("", { addSpecialTokens: true });
    expect(tokenizer.isSpecial(start as number)).toBe(true);
    const withStart = await tokenizer.encode("the fox", { addSpecialTokens: true });
    const without = await tokenizer.encode("the fox", { addSpecialTokens: false });
    expect(withStart).toEqual([start, ...without]);
  });

  it("counts up to the last token, and knows those that mark something", () => {
    const size = original.getVocabSize(true);
    expect(tokenizer.vocabularySize).toBe(size);
    const end = original.tokenToId(`${files["tokenizer_config.json"].eos_token}`) as number;
    expect(tokenizer.eosTokens).toEqual([end]);
    expect(tokenizer.decode([end], { skipSpecialTokens: true })).toBe("");
    expect(tokenizer.decode([end], { skipSpecialTokens: false })).not.toBe("");
  });
});

describe("the text of a byte-level tokenizer", () => {
  it("keeps spaces before punctuation, whatever clean_up_tokenization_spaces says", async () => {
    const tokenizer = await configured(byteLevelFiles(), { clean_up_tokenization_spaces: true });
    const tokens = await tokenizer.encode("the end . do n't", { addSpecialTokens: false });
    expect(tokenizer.decode(tokens, { skipSpecialTokens: true })).toBe("the end . do n't");
  });

  it("keeps a byte order mark", async () => {
    const tokenizer = await configured(byteLevelFiles(), {});
    const tokens = await tokenizer.encode("\uFEFFa", { addSpecialTokens: false });
    expect(tokenizer.decode(tokens, { skipSpecialTokens: true })).toBe("\uFEFFa");
  });
});

describe("files beside tokenizer.json", () => {
  it("need not be there", async () => {
    const { "tokenizer.json": file } = byteLevelFiles();
    const tokenizer = await loadTokenizer(writeFolder({ "tokenizer.json": file }));
    expect(tokenizer.eosTokens).toEqual([]);
    expect(tokenizer.hasChatTemplate).toBe(false);
  });

  it.each([
    { what: "generation_config.json first", generation: [7, 9], model: 5, expected: [7, 9] },
    { what: "config.json next", generation: undefined, model: 5, expected: [5] },
    { what: "nothing of a null", generation: null, model: [5], expected: [5] },
  ])("say which tokens end an output: $what", async ({ generation, model, expected }) => {
    const { eosTokens } = await configured(
      byteLevelFiles(),
      {},
      {
        "generation_config.json": { eos_token_id: generation },
        "config.json": { eos_token_id: model },
      },
    );
    expect(eosTokens).toEqual(expected);
  });

  it("must give numbers as such tokens", async () => {
    const wrong = { "generation_config.json": '{\n  "eos_token_id": ["</s>"]\n}' };
    await expect(configured(byteLevelFiles(), {}, wrong)).rejects.toMatchObject({
      code: "E_INVALID_FILE",
      position: { line: 2 },
    });
  });

  it("add tokens that tokenizer.json lacks", async () => {
    const files = byteLevelFiles();
    const { vocabularySize } = await configured(files, {});
    const content = "<|tool|>";
    const added = { [vocabularySize]: { content, special: false, normalized: false } };
    const tokenizer = await configured(files, { added_tokens_decoder: added });
    expect(tokenizer.vocabularySize).toBe(vocabularySize + 1);
    expect(await tokenizer.encode(`a${content}b`, { addSpecialTokens: false })).toContain(
      vocabularySize,
    );
    expect(tokenizer.decode([vocabularySize], { skipSpecialTokens: true })).toBe(content);
  });

  it("may call a token special that tokenizer.json does not", async () => {
    const files = byteLevelFiles();
    const { vocabularySize } = await configured(files, {});
    const token = { id: vocabularySize, content: "<|tool|>", special: false, normalized: false };
    files["tokenizer.json"].added_tokens.push({
      ...token,
      single_word: false,
      lstrip: false,
      rstrip: false,
    });
    const tokenizer = await configured(files, { additional_special_tokens: ["<|tool|>"] });
    expect(tokenizer.decode([vocabularySize], { skipSpecialTokens: true })).toBe("");
  });

  it("must number tokens as tokenizer.json does", async () => {
    const added = { 7: { content: "<|tool|>", special: true } };
    await expect(configured(byteLevelFiles(), { added_tokens_decoder: added })).rejects.toThrow(
      /numbers "<\|tool\|>" 7, and the tokenizer makes it \d+/,
    );
  });

  it("must number what tokenizer.json has, too, as it does", async () => {
    const added = { 7: { content: "<|eot_id|>", special: true } };
    await expect(configured(byteLevelFiles(), { added_tokens_decoder: added })).rejects.toThrow(
      /`added_tokens_decoder` numbers "<\|eot_id\|>" 7, and the tokenizer makes it \d+/,
    );
    const more = { "added_tokens.json": { "<|tool|>": 390 } };
    await expect(configured(byteLevelFiles(), {}, more)).rejects.toThrow(
      /added_tokens.json numbers "<\|tool\|>" 390, and the tokenizer does not know it/,
    );
    // transformers reads the older file only without the newer key.
    const own = { added_tokens_decoder: {} };
    await expect(configured(byteLevelFiles(), own, more)).resolves.toBeDefined();
  });

  it.each<[what: string, change: (tokenizer: Json) => void, message: RegExp]>([
    [
      "another number of an added token",
      ({ added_tokens: [, added] }) => Object.assign(added as object, { id: 1000 }),
      /`added_tokens` of tokenizer.json numbers "<\|eot_id\|>" 1000, and the tokenizer makes it/,
    ],
    [
      "a piece too few, so that all that follow have other numbers",
      ({ model }) => delete model.vocab["~"],
      /numbers "<\|begin_of_text\|>" \d+, and the tokenizer makes it \d+/,
    ],
    [
      "two pieces of one number",
      ({ model }) => Object.assign(model.vocab, { [Object.keys(model.vocab)[3] as string]: 4 }),
      /both have the number 4/,
    ],
    ["dropout", ({ model }) => Object.assign(model, { dropout: 0.1 }), /`model.dropout` is 0.1/],
    [
      "a prefix at which the library ends the program",
      ({ model }) => Object.assign(model, { continuing_subword_prefix: "##" }),
      /`model.continuing_subword_prefix` is not supported/,
    ],
  ])("are refused with %s", async (_, change, message) => {
    const files = byteLevelFiles();
    change(files["tokenizer.json"] as unknown as Json);
    await expect(configured(files, {})).rejects.toThrow(message);
  });

  it("are refused where special tokens in a prompt would be cut like other text", async () => {
    await expect(configured(byteLevelFiles(), { split_special_tokens: true })).rejects.toThrow(
      "`split_special_tokens` is not supported",
    );
  });

  it.each(["generation_config.json", "config.json"])(
    "are refused where no output would end, by %s",
    async (name) => {
      const ending = (eos_token_id: unknown, vocab_size?: number) =>
        configured(byteLevelFiles(), {}, { [name]: { eos_token_id, vocab_size } });
      await expect(ending([128_001, 128_009])).rejects.toThrow(
        /no token of `eos_token_id` is among/,
      );
      await expect(ending(128_001)).rejects.toThrow(/no output would end/);
      expect((await ending([128_001, 5])).eosTokens).toEqual([128_001, 5]);
      if (name === "config.json") expect((await ending(500, 512)).eosTokens).toEqual([500]);
    },
  );

  it("name tokens by the older file where the newer says nothing of numbers", async () => {
    const older = { "special_tokens_map.json": { eos_token: "<|begin_of_text|>" } };
    const ends = async (config: object) =>
      (await configured(byteLevelFiles(), { eos_token: "<|eot_id|>", ...config }, older)).eosTokens;
    const [start = 0] = await ends({});
    expect(await ends({ added_tokens_decoder: {} })).toEqual([start + 1]);
  });

  it.each([
    { add_bos_token: true, add_eos_token: false, start: 1, end: 0 },
    { add_bos_token: false, add_eos_token: false, start: 0, end: 0 },
    { add_bos_token: true, add_eos_token: true, start: 1, end: 1 },
  ])("say what stands around a text: $start and $end", async ({ start, end, ...config }) => {
    const files = metaspaceFiles();
    files["tokenizer.json"].post_processor = null;
    const tokenizer = await configured(files, config);
    const tokens = await tokenizer.encode("the fox", { addSpecialTokens: true });
    expect(tokens.filter((token) => token === 1)).toHaveLength(start);
    expect(tokens.filter((token) => token === 2)).toHaveLength(end);
  });

  it("do not cut prompts short, as files from training may say", async () => {
    const files = byteLevelFiles();
    const truncation = { direction: "Right", max_length: 2, strategy: "LongestFirst", stride: 0 };
    const padding = {
      strategy: { Fixed: 64 },
      direction: "Right",
      pad_to_multiple_of: null,
      ...{ pad_id: 0, pad_type_id: 0, pad_token: "!" },
    };
    Object.assign(files["tokenizer.json"], { truncation, padding });
    const tokenizer = await configured(files, {});
    const tokens = await tokenizer.encode("the quick brown fox", { addSpecialTokens: false });
    expect(tokenizer.decode(tokens, { skipSpecialTokens: false })).toBe("the quick brown fox");
  });
});

describe("what is no tokenizer of a family that is served", () => {
  const change = (key: string, value: unknown): Promise<Tokenizer> => {
    const files = byteLevelFiles();
    files["tokenizer.json"][key] = value;
    return configured(files, {});
  };

  it("is refused where the file is missing, with what makes one", async () => {
    await expect(loadTokenizer(writeFolder({}))).rejects.toMatchObject({ code: "E_UNREADABLE" });
    await expect(loadTokenizer(writeFolder({ "tokenizer.model": "" }))).rejects.toMatchObject({
      remedy: expect.stringContaining("save_pretrained"),
    });
  });

  it("is refused by its model", async () => {
    await expect(change("model", { type: "Unigram", vocab: [["a", 0]] })).rejects.toThrow(
      "its model is Unigram, and byte pair encodings (BPE) are read here",
    );
  });

  it.each([null, { type: "WordPiece", prefix: "##" }, { type: "ByteLevel2" }])(
    "is refused by its decoder: %j",
    async (decoder) => {
      await expect(change("decoder", decoder)).rejects.toThrow(/the decoder .* is not supported/);
    },
  );

  it("is refused where the file breaks off", async () => {
    const folder = writeFolder({ "tokenizer.json": '{"model": {' });
    await expect(loadTokenizer(folder)).rejects.toMatchObject({ code: "E_INVALID_FILE" });
  });
});
