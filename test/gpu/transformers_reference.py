"""Writes small random checkpoints and what Hugging Face transformers makes of them.

usage: transformers_reference.py FOLDER FAMILY...

FOLDER/FAMILY gets a bf16 checkpoint (sharded for llama) and `reference.json`: prompts of different lengths, and for each
the tokens that greedy decoding in fp32 appends, with the logits of every step in `logits.f32`, row after row. Beside them
stand the errors that transformers itself makes in bf16, row by row: what bf16 costs in this model.
"""

import json
import multiprocessing
import os
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
    "qwen2_moe": lambda: transformers.Qwen2MoeConfig(
        **SIZES,
        num_experts=12,  # no multiple of 8
        num_experts_per_tok=4,
        moe_intermediate_size=128,
        shared_expert_intermediate_size=320,
        norm_topk_prob=False,
        decoder_sparse_step=1,
        mlp_only_layers=[],
    ),
    "qwen3_moe": lambda: qwen3_moe(norm_topk_prob=True),
    "qwen3_moe_unscaled": lambda: qwen3_moe(norm_topk_prob=False),
}


def qwen3_moe(norm_topk_prob):
    return transformers.Qwen3MoeConfig(
        **SIZES,
        head_dim=64,
        num_experts=16,
        num_experts_per_tok=4,
        moe_intermediate_size=128,
        norm_topk_prob=norm_topk_prob,
        decoder_sparse_step=1,
        mlp_only_layers=[],
    )


def randomise(model, config):
    """Weights that keep the scale of activations, so that every part of a layer shows in the logits."""
    generator = torch.Generator().manual_seed(1)
    for name, weight in model.named_parameters():
        noise = torch.randn(weight.shape, generator=generator)
        if weight.dim() == 1:
            weight.data = 0.1 * noise if name.endswith("bias") else 1 + 0.1 * noise
        else:
            weight.data = noise / weight.shape[-1] ** 0.5
    if hasattr(config, "num_experts_per_tok"):
        choose_experts_clearly(model, config, generator)


def choose_experts_clearly(model, config, generator):
    """
    Ties embeddings to experts: a token's embedding points along the routers' rows of the experts that it shall visit.
    Between experts chosen by chance, rounding would now and then decide, and the outcomes have nothing in common.
    """
    routers = [weight for name, weight in model.named_parameters() if name.endswith(".gate.weight")]
    experts, hidden = routers[0].shape
    directions = torch.linalg.qr(torch.randn(hidden, experts, generator=generator))[0].T
    for router in routers:
        router.data = directions / 3  # leaves some probability to the others
    embedding = model.get_input_embeddings().weight
    embedding.data = torch.randn(embedding.shape, generator=generator)
    for row in embedding.data:
        chosen = torch.randperm(experts, generator=generator)[: config.num_experts_per_tok]
        for place, expert in enumerate(chosen):
            row += (20 + 2 * place) * directions[expert]


@torch.no_grad()
def continue_greedily(model, prompt):
    tokens = list(prompt)
    for _ in range(STEPS):
        tokens.append(int(model(torch.tensor([tokens])).logits[0, -1].argmax()))
    return tokens


@torch.no_grad()
def logits_of(model, tokens):
    """Those from which the last STEPS tokens are chosen."""
    return model(torch.tensor([tokens])).logits[0, -STEPS - 1 : -1].float()


def write_reference(folder, family):
    folder.mkdir(parents=True, exist_ok=True)
    config = FAMILIES[family]()
    made = transformers.AutoModelForCausalLM.from_config(config)
    randomise(made, config)
    made.to(torch.bfloat16).save_pretrained(folder, max_shard_size="1MB" if family == "llama" else "5GB")
    # Loaded anew: a conversion to bf16 also rounds the frequencies of the rotary embedding.
    load = transformers.AutoModelForCausalLM.from_pretrained
    model = load(folder, dtype=torch.float32).eval()
    rounded = load(folder, dtype=torch.bfloat16).eval()

    generator = torch.Generator().manual_seed(2)
    requests, rows, errors = [], [], []
    for length in PROMPT_LENGTHS:
        prompt = torch.randint(SIZES["vocab_size"], (length,), generator=generator).tolist()
        tokens = continue_greedily(model, prompt)
        logits = logits_of(model, tokens)
        difference = logits_of(rounded, tokens) - logits
        requests.append({"prompt": prompt, "tokens": tokens[length:]})
        rows.append(logits)
        errors += (difference.norm(dim=-1) / logits.norm(dim=-1)).tolist()
    torch.cat(rows).numpy().tofile(folder / "logits.f32")
    (folder / "reference.json").write_text(json.dumps({"requests": requests, "bf16Errors": errors}))


def main(folder, families):
    # One thread each: the models are so small that threads of one would mostly wait for each other.
    torch.set_num_threads(1)
    workers = min(len(families), os.cpu_count())
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        pool.starmap(write_reference, [(pathlib.Path(folder, family), family) for family in families])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
