"""Serves a list of requests, all at once, by an engine that is installed, and prints what each round came to as a line of JSON.

usage: offline_engine.py nano-vllm|vllm REQUESTS [TOKEN_BUDGETS]

REQUESTS is what `bench:serve` writes, a list of rounds: the model's shape, the temperature, and of each request its token
ids and its output tokens. Each round has tokens of its own, as an engine may keep the prefixes that it has seen.
TOKEN_BUDGETS are tokens of a step at most, which rounds of vLLM take by turns. Weights are random and ends of sequence are
ignored. Tokens are those that go through the model, each once: of a request all but its last.
"""

import json
import os
import sys
import tempfile
import time
from typing import NamedTuple

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
    """
    Steps by itself, so that its steady part is told as of a replay. Amid a stream it gets eight requests when eight have
    ended, as many as run at once at its best: else it would admit all that memory holds, and compute some again.
    """

    AT_ONCE = 512
    TOGETHER = 8

    def __init__(self, folder, temperature, budgets):
        import torch
        from nanovllm import LLM

        self.engine = LLM(folder, max_num_seqs=self.AT_ONCE, **SETTINGS)
        for weight in self.engine.model_runner.model.parameters():
            if weight.dim() == 1:
                weight.data.fill_(1)
            else:
                weight.data.normal_(0, weight.shape[-1] ** -0.5)
        torch.cuda.synchronize()
        self.temperature = temperature

    def serve(self, requests, stops_at_drain, amid_stream, round_number):
        scheduler = self.engine.scheduler
        outside = list(reversed(requests))
        steps, served, start = [], 0, time.perf_counter()
        while outside or not self.engine.is_finished():
            inside = len(scheduler.waiting) + len(scheduler.running)
            if not amid_stream or inside <= self.AT_ONCE - self.TOGETHER:
                room = self.AT_ONCE - inside if amid_stream else len(outside)
                for _ in range(min(room, len(outside))):
                    self.add(outside.pop())
            finished, tokens = self.engine.step()
            # Behind the step, as a replay logs it: who had all tokens before it.
            waiting = len(scheduler.waiting) + len(outside)
            steps.append(Step(time.perf_counter() - start, abs(tokens), waiting, len(scheduler.running), served))
            served += len(finished)
            if stops_at_drain and waiting == 0:
                self.forget_running()
        return steady_figures(steps, amid_stream)

    def add(self, request):
        from nanovllm import SamplingParams

        tokens = request["outputTokens"]
        self.engine.add_request(
            request["prompt"], SamplingParams(temperature=self.temperature, max_tokens=tokens, ignore_eos=True)
        )

    def forget_running(self):
        scheduler = self.engine.scheduler
        while scheduler.running:
            scheduler.block_manager.deallocate(scheduler.running.pop())


class Step(NamedTuple):
    """What is known when a step is over; tokens are those of the step that went through the model."""

    seconds: float
    tokens: int
    waiting: int
    running: int
    served: int


FULL = 0.98
PARTS = 3


def steady_figures(steps, amid_stream):
    """Where requests flow: the same rules as of this project's replays, `steadyPart` and `fullPart`."""
    most = max(step.running for step in steps)
    full = part_from(steps, lambda step: step.running >= FULL * most)
    flowing = full if amid_stream else part_from(steps, lambda step: step.served >= most)
    rate = flowing and flowing["tokensPerSecond"]
    return dict(steadyTokensPerSecond=rate, full=full, steps=len(steps), mostRunning=most)


def part_from(steps, is_first):
    """From the first such step to the last that left requests waiting; None where that is none."""
    first = next((index for index, step in enumerate(steps) if is_first(step)), None)
    end = max((index for index, step in enumerate(steps) if step.waiting > 0), default=-1) + 1
    if not first or end - first < PARTS:
        return None
    cuts = [first + round(part * (end - first) / PARTS) for part in range(PARTS + 1)]
    return dict(
        tokensPerSecond=rate_of(steps, first, end),
        seconds=steps[end - 1].seconds - steps[first - 1].seconds,
        thirds=[rate_of(steps, *cut) for cut in zip(cuts, cuts[1:])],
    )


def rate_of(steps, first, end):
    tokens = sum(step.tokens for step in steps[first:end])
    return tokens / (steps[end - 1].seconds - steps[first - 1].seconds)


class Vllm:
    """
    Its engine runs in a process of its own, as by default. Steps are those that it reports: their tokens lack prompts that
    are not yet whole, and have the others as a whole.
    """

    AT_ONCE = 1024
    # Steps of so many tokens at most are captured.
    CAPTURED = 768

    def __init__(self, folder, temperature, budgets):
        os.environ.setdefault("VLLM_USE_FLASHINFER_SAMPLER", "0")
        from vllm import LLM
        from vllm.v1.engine.core import EngineCore

        def set_limits(core, tokens, requests):
            core.scheduler.max_num_scheduled_tokens = tokens
            core.scheduler.max_num_running_reqs = requests

        # Before the engine's process begins, which is a copy of this one.
        EngineCore.set_limits = set_limits
        self.llm = LLM(
            folder,
            load_format="dummy",
            enable_prefix_caching=False,
            max_num_seqs=self.AT_ONCE,
            max_num_batched_tokens=max(budgets),
            compilation_config=dict(max_cudagraph_capture_size=self.CAPTURED),
            disable_log_stats=False,
            **SETTINGS,
        )
        self.engine = self.llm.llm_engine
        self.temperature = temperature
        self.budgets = budgets

    def serve(self, requests, stops_at_drain, amid_stream, round_number):
        from vllm import SamplingParams

        budget, at_once = self.budgets[round_number % len(self.budgets)], self.fitting(requests)
        self.engine.engine_core.call_utility("set_limits", budget, at_once)
        recorder = self.engine.logger_manager = Recorder()
        parameters = [
            SamplingParams(
                temperature=self.temperature, max_tokens=request["outputTokens"], ignore_eos=True, detokenize=False
            )
            for request in requests
        ]
        prompts = [dict(prompt_token_ids=request["prompt"]) for request in requests]
        self.llm.enqueue(prompts, parameters, use_tqdm=False)
        while self.engine.has_unfinished_requests():
            self.engine.step()
            if stops_at_drain and recorder.has_drained():
                open_requests = list(self.engine.output_processor.request_states)
                self.engine.abort_request(open_requests, internal=True)
        limits = dict(tokenBudget=budget, atOnce=at_once, preemptions=recorder.preemptions)
        return dict(**limits, **steady_figures(recorder.steps, amid_stream))

    def fitting(self, requests):
        """As many as memory holds, each amid its output: more would be preempted, and computed again."""
        cache = self.engine.vllm_config.cache_config
        mean = sum(len(request["prompt"]) + request["outputTokens"] / 2 for request in requests) / len(requests)
        return min(self.AT_ONCE, int(cache.num_gpu_blocks * cache.block_size / mean))


class Recorder:
    """Takes the place of vLLM's loggers: what its engine says of each step."""

    def __init__(self):
        self.steps = []
        self.served = 0
        self.preemptions = 0
        self.start = time.perf_counter()

    def record(self, scheduler_stats, iteration_stats, **_):
        # The first token of a request comes of its prompt.
        first = len(iteration_stats.time_to_first_tokens_iter)
        tokens = iteration_stats.num_prompt_tokens + iteration_stats.num_generation_tokens - first
        waiting, running = scheduler_stats.num_waiting_reqs, scheduler_stats.num_running_reqs
        self.steps.append(Step(time.perf_counter() - self.start, tokens, waiting, running, self.served))
        self.served += len(iteration_stats.finished_requests)
        self.preemptions += iteration_stats.num_preempted_reqs

    def log(self):
        pass

    def has_drained(self):
        return self.steps and self.steps[-1].waiting == 0 and any(step.waiting > 0 for step in self.steps)


def main(name, path, budgets="4096"):
    with open(path) as file:
        rounds = json.load(file)
    asked = rounds[0]
    with tempfile.TemporaryDirectory() as folder:
        write_model(folder, asked["model"], name)
        budgets = [int(budget) for budget in budgets.split(",")]
        engine = {"nano-vllm": NanoVllm, "vllm": Vllm}[name](folder, asked["temperature"], budgets)
        # Kernels are chosen and compiled at their first use. Turned round, so that no prefix is one of a round.
        warm_up = [
            {"prompt": request["prompt"][::-1], "outputTokens": min(8, request["outputTokens"])}
            for request in asked["requests"][:32]
        ]
        engine.serve(warm_up, False, 0, -1)
        for number, each in enumerate(rounds):
            requests, stops_at_drain = each["requests"], each["stopsAtDrain"]
            tokens = sum(len(request["prompt"]) + request["outputTokens"] - 1 for request in requests)
            start = time.perf_counter()
            result = engine.serve(requests, stops_at_drain, each["amidStream"], number)
            seconds = time.perf_counter() - start
            whole = None if stops_at_drain else tokens / seconds
            # On a line of its own, whatever progress an engine has left on this one.
            print("\n" + json.dumps(dict(tokensPerSecond=whole, seconds=seconds, **result)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
