"""Reads configurations as JSON, [family, keys] each, and prints what transformers makes of them.

Its configuration classes need no torch. Which layers slide follows the modeling files: they take the
window of `layer_types` where the class has that list, else the same one for every layer.
"""

import json
import os
import sys

# Exit status where transformers is not installed.
MISSING = 3

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

try:
    import transformers
    from transformers import AutoConfig
except ImportError:
    sys.exit(MISSING)

IS_OLD = transformers.__version__.startswith("4.")
NEVER_SLIDES = {"llama"}
READS_LAYER_TYPES = {"qwen2", "qwen2_moe", "qwen3"}


def windows(family, config):
    """Windows of the layers; none for a layer with full attention."""
    layers = range(config.num_hidden_layers)
    if family in NEVER_SLIDES:
        return [None for _ in layers]
    if family in READS_LAYER_TYPES and getattr(config, "layer_types", None):
        slides = [kind == "sliding_attention" for kind in config.layer_types]
    elif family == "qwen2_moe":
        slides = [config.use_sliding_window and layer >= config.max_window_layers for layer in layers]
    else:
        slides = [True for _ in layers]
    return [(config.sliding_window or None) if slide else None for slide in slides]


def rotary(config):
    if IS_OLD:
        scaling = config.__dict__.get("rope_scaling") or {}
        return {"base": config.rope_theta, "kind": kind_of(scaling)}
    return {"base": config.rope_parameters["rope_theta"], "kind": kind_of(config.rope_parameters)}


def kind_of(parameters):
    return parameters.get("rope_type", parameters.get("type", "default"))


def read(family, keys):
    try:
        config = AutoConfig.for_model(family, **keys)
    except Exception as error:
        return {"refused": str(error)}
    head_size = getattr(config, "head_dim", None)
    return {
        "kvHeads": config.num_key_value_heads,
        "headSize": head_size or config.hidden_size // config.num_attention_heads,
        "positions": config.max_position_embeddings,
        "normEpsilon": config.rms_norm_eps,
        "tiedEmbeddings": config.tie_word_embeddings,
        "rotary": rotary(config),
        "windows": windows(family, config),
    }


json.dump(
    {
        "version": transformers.__version__,
        "found": [read(family, keys) for family, keys in json.load(sys.stdin)],
    },
    sys.stdout,
)
