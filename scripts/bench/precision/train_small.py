"""Trains a small Llama on text, and writes a checkpoint in bf16 with its tokenizer: something trained that fits a test.

usage: train_small.py FOLDER TEXT... [--steps N]

The last tenth of each text is not trained on; it goes to FOLDER/held-out.txt. Needs PyTorch, transformers and tokenizers.
"""

import argparse
import pathlib
import time

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

WINDOW, BATCH = 128, 16


def small_tokenizer(text):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=1024, initial_alphabet=alphabet, special_tokens=["<s>", "</s>"])
    tokenizer.train_from_iterator([text], trainer)
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>")


def small_model(vocabulary):
    config = LlamaConfig(
        vocab_size=vocabulary,
        hidden_size=256,
        intermediate_size=768,
        num_hidden_layers=4,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=64,
        max_position_embeddings=2048,
        bos_token_id=0,
        eos_token_id=1,
    )
    return LlamaForCausalLM(config)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("texts", nargs="+", type=pathlib.Path)
    parser.add_argument("--steps", type=int, default=600)
    arguments = parser.parse_args()
    torch.manual_seed(1)
    texts = [path.read_text() for path in sorted(arguments.texts)]
    seen = "\n".join(text[: len(text) * 9 // 10] for text in texts)
    held_out = "\n".join(text[len(text) * 9 // 10 :] for text in texts)
    tokenizer = small_tokenizer(seen)
    tokens, others = (torch.tensor(tokenizer(text)["input_ids"]) for text in (seen, held_out))
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = small_model(len(tokenizer)).to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.1, betas=(0.9, 0.95))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=arguments.steps, pct_start=0.1)
    began = time.monotonic()
    for step in range(arguments.steps):
        loss = loss_of(model, tokens, device)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 50 == 49:
            print(f"step {step + 1}: loss {loss.item():.3f}, {time.monotonic() - began:.0f} s", flush=True)
    with torch.no_grad():
        losses = [loss_of(model, others, device).item() for _ in range(8)]
    print(f"held-out loss {sum(losses) / len(losses):.3f} nats a token")
    arguments.folder.mkdir(parents=True, exist_ok=True)
    model.to(torch.bfloat16).save_pretrained(arguments.folder)
    tokenizer.save_pretrained(arguments.folder)
    (arguments.folder / "held-out.txt").write_text(held_out)


def loss_of(model, tokens, device):
    """Of a batch of windows at random places."""
    starts = torch.randint(len(tokens) - WINDOW, (BATCH,))
    batch = torch.stack([tokens[start : start + WINDOW] for start in starts]).to(device)
    return model(batch, labels=batch).loss


main()
