"""Writes small random checkpoints and what Hugging Face transformers makes of them.

usage: transformers_reference.py [--serving] FOLDER FAMILY...

With --serving there are more tokens of more requests, one longer than a step, and one that begins as that one does.

FOLDER/FAMILY gets a bf16 checkpoint (sharded for llama) and `reference.json`: prompts of different lengths, and for each
the tokens that greedy decoding in fp32 appends, with the logits of every step in `logits.f32`, row after row. Beside them
stand the errors that transformers itself makes in bf16, row by row: what bf16 costs in this model. They are those of all
logits, and those of the log probabilities of the likeliest tokens; both over the root mean square of the row's logits.
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
LIKELIEST = 32

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


def random_tokens(count, generator):
    return torch.randint(SIZES["vocab_size"], (count,), generator=generator).tolist()


def prompts_of_steps(generator):
    return [random_tokens(length, generator) for length in [3, 40, 130, 301]], 6


def prompts_of_serving(generator):
    prompts = [random_tokens(length, generator) for length in [700, 3, 40, 130, 301]]
    return [*prompts, prompts[0][:600] + random_tokens(50, generator)], 40


@torch.no_grad()
def continue_greedily(model, prompt, steps):
    tokens, new, cache = list(prompt), list(prompt), None
    for _ in range(steps):
        output = model(torch.tensor([new]), past_key_values=cache, use_cache=True)
        cache, new = output.past_key_values, [int(output.logits[0, -1].argmax())]
        tokens += new
    return tokens


@torch.no_grad()
def logits_of(model, tokens, steps):
    """Those from which the last tokens are chosen."""
    return model(torch.tensor([tokens])).logits[0, -steps - 1 : -1].float()


def likeliest_errors(logits, expected):
    """Root mean square over the likeliest tokens, beside that of the logits."""
    found = logits.log_softmax(-1).topk(LIKELIEST, -1)
    difference = found.values - expected.log_softmax(-1).gather(-1, found.indices)
    return (difference.square().mean(-1) / expected.square().mean(-1)).sqrt()


def write_reference(folder, family, prompts_of):
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
    prompts, steps = prompts_of(generator)
    requests, rows, errors, likeliest = [], [], [], []
    for prompt in prompts:
        tokens = continue_greedily(model, prompt, steps)
        logits = logits_of(model, tokens, steps)
        in_bf16 = logits_of(rounded, tokens, steps)
        requests.append({"prompt": prompt, "tokens": tokens[len(prompt) :]})
        rows.append(logits)
        errors += ((in_bf16 - logits).norm(dim=-1) / logits.norm(dim=-1)).tolist()
        likeliest += likeliest_errors(in_bf16, logits).tolist()
    torch.cat(rows).numpy().tofile(folder / "logits.f32")
    reference = {"requests": requests, "bf16Errors": errors, "bf16LikeliestErrors": likeliest}
    (folder / "reference.json").write_text(json.dumps(reference))


def main(folder, families, prompts_of):
    # One thread each: the models are so small that threads of one would mostly wait for each other.
    torch.set_num_threads(1)
    workers = min(len(families), os.cpu_count())
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        pool.starmap(write_reference, [(pathlib.Path(folder, family), family, prompts_of) for family in families])


if __name__ == "__main__":
    serving = "--serving" in sys.argv
    folder, *families = [argument for argument in sys.argv[1:] if argument != "--serving"]
    main(folder, families, prompts_of_serving if serving else prompts_of_steps)
