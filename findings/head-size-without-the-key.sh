#!/usr/bin/env bash
# Guess: without `head_dim` a head has hidden_size / num_attention_heads numbers.
# Seen: so it is for Llama and Mistral. Qwen3 takes 128 and Gemma 256 whatever the other two keys say.
# Why it matters: KV cache, attention time and the shapes of four weight matrices all scale with it. For 1,024 and 16
# heads the quotient is 64, half or a quarter of what is built.
# Version: transformers 5.24.0. Seen on 2026-11-30.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check transformers==5.24.0 huggingface_hub==2.4.0
HF_HUB_OFFLINE=1 "$dir/venv/bin/python" - <<'PY'
import transformers
from transformers import GemmaConfig, LlamaConfig, MistralConfig, Qwen3Config

transformers.utils.logging.set_verbosity_error()
print("transformers", transformers.__version__)
seen = {}
for family in (LlamaConfig, MistralConfig, Qwen3Config, GemmaConfig):
    seen[family.__name__] = family.from_dict({"hidden_size": 1024, "num_attention_heads": 16}).head_dim
    print(f"{family.__name__}: head_dim {seen[family.__name__]} for 1024 / 16")
if list(seen.values()) != [64, 64, 128, 256]:
    raise SystemExit("changed: the head size without its key")
print("as found: two of four ignore the quotient")
PY
