"""Encodes and decodes texts with transformers: JSON on standard input, JSON on standard output."""

import json
import sys

import transformers

given = json.load(sys.stdin)
tokenizer = transformers.AutoTokenizer.from_pretrained(given["folder"])
encoded = {
    name: tokenizer(given["texts"], add_special_tokens=adds)["input_ids"]
    for name, adds in (("with", True), ("without", False))
}
decoded = [
    tokenizer.decode(tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False)
    for tokens in given["outputs"]
]
print(json.dumps({"version": transformers.__version__, **encoded, "decoded": decoded}))
