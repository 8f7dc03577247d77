#!/usr/bin/env bash
# Guess: tokenizer.json says all of how text becomes tokens. What reads it gives the same tokens, whichever version.
# Seen: LlamaTokenizer of transformers 5 puts a pre-tokenizer of its own in the place of the file's. With the normalizer of
# Llama 2 (a `▁` in front, spaces as `▁`) and no pre-tokenizer, a single space is two `▁` by the tokenizers library and by
# transformers 4, and one by transformers 5. No warning is given.
# Why it matters: a server that reads tokenizer.json and a script that uses transformers 5 count prompts differently, and share no
# cached prefix, for Llama 2, Mistral and their kin.
# Version: transformers 5.24.0 with tokenizers 0.23.2, 4.57.6 with 0.22.1. Seen on 2026-11-30.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cat >"$dir/seen.py" <<'PY'
import sys
import transformers
from tokenizers import Tokenizer, decoders, models, normalizers
from transformers import AutoTokenizer

folder = sys.argv[1]
vocabulary = {"<unk>": 0, "<s>": 1, "</s>": 2, "▁": 3, "▁▁": 4, "a": 5, "▁a": 6, "▁▁a": 7}
merges = [("▁", "▁"), ("▁", "a"), ("▁▁", "a")]
tokenizer = Tokenizer(models.BPE(vocabulary, merges, unk_token="<unk>", fuse_unk=True))
tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.Strip(" ", 1, 0)])
tokenizer.add_special_tokens(["<unk>", "<s>", "</s>"])
tokenizer.save(f"{folder}/tokenizer.json")
with open(f"{folder}/tokenizer_config.json", "w") as file:
    file.write('{"tokenizer_class": "LlamaTokenizer", "legacy": true, "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}')
original = Tokenizer.from_file(f"{folder}/tokenizer.json").encode(" ", add_special_tokens=False).tokens
read = AutoTokenizer.from_pretrained(folder)
ids = read(" ", add_special_tokens=False)["input_ids"]
print("transformers", transformers.__version__, "gives", read.convert_ids_to_tokens(ids), "and the file's own rules give", original)
print(ids == [vocabulary[token] for token in original], file=sys.stderr)
PY
answers=""
for versions in 4.57.6=0.22.1 5.24.0=0.23.2; do
  version=${versions%=*}
  python3 -m venv "$dir/$version"
  "$dir/$version/bin/pip" install --quiet --disable-pip-version-check "transformers==$version" "tokenizers==${versions#*=}"
  mkdir "$dir/model-$version"
  answers+=$(HF_HUB_OFFLINE=1 "$dir/$version/bin/python" "$dir/seen.py" "$dir/model-$version" 2>&1 1>&3 | tail -1)" "
done 3>&1
echo "the same as the file's own rules, by version: $answers"
if [ "$answers" != "True False " ]; then
  echo "changed: both versions read tokenizer.json alike, or neither does" >&2
  exit 1
fi
echo "as found: transformers 5 has rules of its own"
