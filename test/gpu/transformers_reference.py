"""Writes a small random checkpoint and what Hugging Face transformers makes of it.

usage: transformers_reference.py FOLDER FAMILY

FOLDER gets a bf16 checkpoint (sharded for llama) and `reference.json`: prompts of different lengths, and for each the
tokens that greedy decoding in fp32 appends, with the logits of every step in `logits.f32`, row after row.
"""

import json
import pathlib
import sys

import torch
import transformers

SIZES = dict(
    hidden_size=256,
    intermediate_size=512,
    num_hidden_layers=3,
    num_attention_heads=4,
    num_key_value_heads=2,
    vocab_size=1000,  # no multiple of 64: the executor pads it
    max_position_embeddings=2048,
    bos_token_id=None,
    eos_token_id=None,
)
PROMPT_LENGTHS = [3, 40, 130, 301]
STEPS = 6

FAMILIES = {
    "llama": lambda: transformers.LlamaConfig(**SIZES, rope_theta=10000.0),
    "mistral": lambda: transformers.MistralConfig(**SIZES, sliding_window=None),
    "qwen2": lambda: transformers.Qwen2Config(**SIZES, tie_word_embeddings=True),
    "qwen3": lambda: transformers.Qwen3Config(**SIZES, head_dim=128),
    "mixtral": lambda: transformers.MixtralConfig(
        **SIZES, num_local_experts=8, num_experts_per_tok=2, sliding_window=None
    ),
    "qwen3_moe": lambda: transformers.Qwen3MoeConfig(
        **SIZES,
        head_dim=64,
        num_experts=16,
        num_experts_per_tok=4,
        moe_intermediate_size=128,
        norm_topk_prob=True,
        decoder_sparse_step=1,
        mlp_only_layers=[],
    ),
}


def randomise(model):
    """Weights that keep the scale of activations, so that every part of a layer shows in the logits."""
    generator = torch.Generator().manual_seed(1)
    for name, weight in model.named_parameters():
        noise = torch.randn(weight.shape, generator=generator)
        if weight.dim() == 1:
            weight.data = 0.1 * noise if name.endswith("bias") else 1 + 0.1 * noise
        else:
            weight.data = noise / weight.shape[-1] ** 0.5


@torch.no_grad()
def continue_greedily(model, prompt):
    tokens, rows = list(prompt), []
    for _ in range(STEPS):
        logits = model(torch.tensor([tokens])).logits[0, -1]
        rows.append(logits)
        tokens.append(int(logits.argmax()))
    return tokens[len(prompt) :], rows


def main(folder, family):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    model = transformers.AutoModelForCausalLM.from_config(FAMILIES[family]())
    randomise(model)
    model.to(torch.bfloat16).save_pretrained(folder, max_shard_size="1MB" if family == "llama" else "5GB")
    model = model.float().eval()  # the rounded weights, in fp32

    generator = torch.Generator().manual_seed(2)
    requests, rows = [], []
    for length in PROMPT_LENGTHS:
        prompt = torch.randint(SIZES["vocab_size"], (length,), generator=generator).tolist()
        tokens, logits = continue_greedily(model, prompt)
        requests.append({"prompt": prompt, "tokens": tokens})
        rows += logits
    torch.stack(rows).numpy().tofile(folder / "logits.f32")
    (folder / "reference.json").write_text(json.dumps({"requests": requests}))


main(*sys.argv[1:])
