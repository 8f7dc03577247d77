#!/usr/bin/env bash
# Guess: a number is a number in JSON. `1` and `1.0` give the same model.
# Seen: a whole number is refused where the class says float, unless the class also allows int. So `0` or `12` will do for
# `attention_dropout` and for `embedding_multiplier`, but not for `router_jitter_noise` or `routed_scaling_factor`.
# Why it matters: JavaScript writes 1.0 as 1. A config.json that a JSON tool in that language has read and written
# again no longer loads, for Mixtral with its usual noise of 0.0, say. A text comparison of values finds no fault.
# Version: transformers 5.24.0 with huggingface_hub 2.4.0. Seen on 2026-11-30.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check transformers==5.24.0 huggingface_hub==2.4.0
HF_HUB_OFFLINE=1 "$dir/venv/bin/python" - <<'PY'
import transformers
from transformers import DeepseekV3Config, GraniteConfig, LlamaConfig, MixtralConfig

transformers.utils.logging.set_verbosity_error()
print("transformers", transformers.__version__)
seen = []
for family, key, number in (
    (LlamaConfig, "attention_dropout", 0),
    (GraniteConfig, "embedding_multiplier", 12),
    (MixtralConfig, "router_jitter_noise", 0),
    (DeepseekV3Config, "routed_scaling_factor", 1),
):
    family.from_dict({key: float(number)})
    try:
        family.from_dict({key: number})
        seen.append("read")
    except Exception as error:
        seen.append("refused")
        print(" ", " ".join(str(error).split()))
    print(f"{family.__name__} {key}: {float(number)} is read, {number} is {seen[-1]}")
if seen != ["read", "read", "refused", "refused"]:
    raise SystemExit("changed: whole numbers where a float is meant")
print("as found: it depends on the key")
PY
