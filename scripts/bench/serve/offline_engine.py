"""Serves a list of requests, all at once, by an engine that is installed, and prints what each round came to as a line of JSON.

usage: offline_engine.py nano-vllm|vllm REQUESTS

REQUESTS is what `bench:serve` writes, a list of rounds: the model's shape, the temperature, and of each request its token
ids and its output tokens. Each round has tokens of its own, as an engine may keep the prefixes that it has seen. Weights are random and ends of sequence are ignored. Tokens are those that go through the model, each once: of a
request all but its last.
"""

import json
import sys
import tempfile
import time

SETTINGS = dict(max_model_len=8192, gpu_memory_utilization=0.92)


def hugging_face_config(shape, layers, family):
    """The dense families that these engines share with the benchmark."""
    if shape["mlp"]["kind"] != "dense":
        raise SystemExit("mixtures of experts are not among the models of this script")
    names = {"llama": "Llama", "mistral": "Mistral", "qwen2": "Qwen2", "qwen3": "Qwen3"}
    return dict(
        architectures=[names[family] + "ForCausalLM"],
        model_type=family,
        hidden_size=shape["hiddenSize"],
        intermediate_size=shape["mlp"]["intermediateSize"],
        num_hidden_layers=layers,
        num_attention_heads=shape["queryHeads"],
        num_key_value_heads=shape["kvHeads"],
        head_dim=shape["headSize"],
        vocab_size=shape["vocabularySize"],
        tie_word_embeddings=shape["tiedEmbeddings"],
        attention_bias=shape["qkvBias"],
        hidden_act="silu",
        rms_norm_eps=1e-6,
        rope_theta=500000.0,
        max_position_embeddings=SETTINGS["max_model_len"],
        torch_dtype="bfloat16",
        bos_token_id=0,
        eos_token_id=0,
    )


def write_model(folder, model, engine):
    """
    A configuration and a tokenizer that nobody asks for a word; no weights. nano-vllm has qwen3 alone: a model of another
    family gets its sizes there, and norms of queries and keys besides.
    """
    from tokenizers import Tokenizer, models
    from transformers import PreTrainedTokenizerFast

    with open(f"{folder}/config.json", "w") as file:
        family = "qwen3" if engine == "nano-vllm" else model["shape"]["family"]
        json.dump(hugging_face_config(model["shape"], model["layers"], family), file)
    words = Tokenizer(models.WordLevel({"end": 0}, unk_token="end"))
    PreTrainedTokenizerFast(tokenizer_object=words, eos_token="end").save_pretrained(folder)


class NanoVllm:
    """Steps by itself, so that its steady part is told as of a replay."""

    def __init__(self, folder, temperature):
        import torch
        from nanovllm import LLM

        self.engine = LLM(folder, max_num_seqs=512, **SETTINGS)
        for weight in self.engine.model_runner.model.parameters():
            if weight.dim() == 1:
                weight.data.fill_(1)
            else:
                weight.data.normal_(0, weight.shape[-1] ** -0.5)
        torch.cuda.synchronize()
        self.temperature = temperature

    def serve(self, requests):
        from nanovllm import SamplingParams

        for request in requests:
            tokens = request["outputTokens"]
            self.engine.add_request(
                request["prompt"], SamplingParams(temperature=self.temperature, max_tokens=tokens, ignore_eos=True)
            )
        scheduler = self.engine.scheduler
        steps, served, start = [], 0, time.perf_counter()
        while not self.engine.is_finished():
            finished, tokens = self.engine.step()
            # Behind the step, as a replay logs it: who had all tokens before it.
            steps.append((time.perf_counter() - start, abs(tokens), len(scheduler.waiting), len(scheduler.running), served))
            served += len(finished)
        return steady_part(steps)


def steady_part(steps):
    """From the step at which as many requests are served as ran at once to the last that left some waiting."""
    most = max(running for *_, running, _ in steps)
    first = next((index for index, step in enumerate(steps) if step[4] >= most), None)
    last = max((index for index, step in enumerate(steps) if step[2] > 0), default=-1)
    if not first or last <= first:
        return dict(steadyTokensPerSecond=None, steps=len(steps))
    tokens = sum(step[1] for step in steps[first : last + 1])
    seconds = steps[last][0] - steps[first - 1][0]
    return dict(steadyTokensPerSecond=tokens / seconds, steadySeconds=seconds, steps=len(steps))


class Vllm:
    """All requests in one call: what a step did is not told."""

    def __init__(self, folder, temperature):
        from vllm import LLM

        self.engine = LLM(folder, load_format="dummy", enable_prefix_caching=False, max_num_seqs=1024, **SETTINGS)
        self.temperature = temperature

    def serve(self, requests):
        from vllm import SamplingParams

        prompts = [{"prompt_token_ids": request["prompt"]} for request in requests]
        parameters = [
            SamplingParams(
                temperature=self.temperature, max_tokens=request["outputTokens"], ignore_eos=True, detokenize=False
            )
            for request in requests
        ]
        self.engine.generate(prompts, parameters, use_tqdm=False)
        return dict(steadyTokensPerSecond=None)


def main(name, path):
    with open(path) as file:
        rounds = json.load(file)
    asked = rounds[0]
    with tempfile.TemporaryDirectory() as folder:
        write_model(folder, asked["model"], name)
        engine = {"nano-vllm": NanoVllm, "vllm": Vllm}[name](folder, asked["temperature"])
        # Kernels are chosen and compiled at their first use. Turned round, so that no prefix is one of a round.
        engine.serve(
            [
                {"prompt": request["prompt"][::-1], "outputTokens": min(8, request["outputTokens"])}
                for request in asked["requests"][:32]
            ]
        )
        for requests in (each["requests"] for each in rounds):
            tokens = sum(len(request["prompt"]) + request["outputTokens"] - 1 for request in requests)
            start = time.perf_counter()
            result = engine.serve(requests)
            seconds = time.perf_counter() - start
            print(json.dumps(dict(tokensPerSecond=tokens / seconds, seconds=seconds, **result)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
