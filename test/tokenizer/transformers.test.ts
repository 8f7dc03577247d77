import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { loadTokenizer } from "../../src/tokenizer/load-tokenizer.ts";
import { askPython, describeWithPython } from "../support/python.ts";
import {
  byteLevelFiles,
  metaspaceFiles,
  type TokenizerFolder,
  writeFolder,
} from "../support/tokenizer-folder.ts";

const TEXTS = 150;
const OUTPUTS = 100;

const ANSWER = `
import json, sys
from transformers import PreTrainedTokenizerFast
given = json.load(sys.stdin)
answers = []
for each in given:
    tokenizer = PreTrainedTokenizerFast.from_pretrained(each["folder"])
    answers.append({
        "with": tokenizer(each["texts"], add_special_tokens=True)["input_ids"],
        "without": tokenizer(each["texts"], add_special_tokens=False)["input_ids"],
        "decoded": [tokenizer.decode(tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False) for tokens in each["outputs"]],
        "marked": [tokenizer.decode(tokens, skip_special_tokens=False, clean_up_tokenization_spaces=False) for tokens in each["outputs"]],
        "chat": tokenizer.apply_chat_template(each["messages"], tokenize=False, add_generation_prompt=True),
    })
print(json.dumps(answers))`;

const CHAT =
  "{{ bos_token }}{% for m in messages %}[{{ m.role }}] {{ m.content | trim }}{{ eos_token }}{% endfor %}{% if add_generation_prompt %}[assistant]{% endif %}";
const MESSAGES = [
  { role: "system", content: "Be brief. " },
  { role: "user", content: "Grüße 日本 😀" },
];

/** With a template, and a token that the configuration adds. */
function configured(files: TokenizerFolder): TokenizerFolder {
  const { "tokenizer.json": file, "tokenizer_config.json": config } = files;
  const { vocab } = file.model as { vocab: object };
  const ids = [
    ...Object.values(vocab),
    ...file.added_tokens.map((each) => (each as { id: number }).id),
  ];
  const next = Math.max(...ids) + 1;
  const tool = { content: "<|tool|>", special: false, normalized: false, lstrip: false };
  return {
    ...files,
    "tokenizer_config.json": {
      ...config,
      tokenizer_class: "PreTrainedTokenizerFast",
      chat_template: CHAT,
      added_tokens_decoder: { [next]: { ...tool, rstrip: true, single_word: false } },
    },
  };
}

describeWithPython("tokenizers beside Python", ["transformers", "tokenizers"], () => {
  it("encode, decode and word chats as transformers does", async () => {
    const marks = fc.constantFrom("<|tool|> ", " <s>", "</s>", "<|eot_id|>", "the fox", " ", "\n");
    const text = fc.array(fc.oneof(fc.string({ unit: "grapheme" }), marks), { maxLength: 6 });
    const texts = fc.sample(text, TEXTS).map((parts) => parts.join(""));
    const cases = await Promise.all(
      [byteLevelFiles(), metaspaceFiles()].map(async (files) => {
        const folder = writeFolder(configured(files));
        const tokenizer = await loadTokenizer(folder);
        const token = fc.oneof(fc.nat(tokenizer.vocabularySize - 1), fc.nat(258));
        const outputs = fc.sample(fc.array(token, { minLength: 1, maxLength: 40 }), OUTPUTS);
        return { folder, tokenizer, outputs };
      }),
    );
    const asked = cases.map(({ folder, outputs }) => ({
      folder,
      outputs,
      texts,
      messages: MESSAGES,
    }));
    const answers = askPython(ANSWER, asked) as Record<string, unknown>[];
    for (const [index, { tokenizer, outputs }] of cases.entries()) {
      const encoded = (addSpecialTokens: boolean) =>
        Promise.all(texts.map((each) => tokenizer.encode(each, { addSpecialTokens })));
      const decoded = (skipSpecialTokens: boolean) =>
        outputs.map((each) => tokenizer.decode(each, { skipSpecialTokens }));
      expect({
        with: await encoded(true),
        without: await encoded(false),
        decoded: decoded(true),
        marked: decoded(false),
        chat: tokenizer.renderChat(MESSAGES, { addGenerationPrompt: true }),
      }).toEqual(answers[index]);
    }
  }, 60_000);
});
