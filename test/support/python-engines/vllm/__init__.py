"""Stands in for vLLM: the attributes that the benchmark's script uses, on an engine that computes nothing."""

from collections import namedtuple
from types import SimpleNamespace

from slot_engine import SlotEngine, check_model

from .v1.engine.core import EngineCore

SamplingParams = namedtuple("SamplingParams", "temperature max_tokens ignore_eos detokenize")


class LLMEngine:
    def __init__(self, slots):
        self.slots = SlotEngine(slots)
        self.scheduler = SimpleNamespace()
        self.engine_core = self
        self.vllm_config = SimpleNamespace(cache_config=SimpleNamespace(num_gpu_blocks=4096, block_size=16))
        self.output_processor = self
        self.logger_manager = None

    @property
    def request_states(self):
        return {each.number: each for each in [*self.slots.waiting, *self.slots.running]}

    def call_utility(self, name, *arguments):
        getattr(EngineCore, name)(self, *arguments)
        self.slots.slots = self.scheduler.max_num_running_reqs

    def has_unfinished_requests(self):
        return len(self.request_states) > 0

    def abort_request(self, numbers, internal):
        self.slots.waiting.clear()
        self.slots.running.clear()

    def step(self):
        began, stepped, finished = self.slots.step()
        self.logger_manager.record(
            scheduler_stats=SimpleNamespace(
                num_waiting_reqs=len(self.slots.waiting), num_running_reqs=len(self.slots.running)
            ),
            iteration_stats=SimpleNamespace(
                time_to_first_tokens_iter=began,
                num_prompt_tokens=sum(len(each.prompt) for each in began),
                num_generation_tokens=len(stepped),
                finished_requests=finished,
                num_preempted_reqs=0,
            ),
            engine_idx=0,
        )


class LLM:
    def __init__(self, folder, max_num_seqs, max_num_batched_tokens, **settings):
        check_model(folder)
        self.llm_engine = LLMEngine(max_num_seqs)

    def enqueue(self, prompts, parameters, use_tqdm):
        for prompt, each in zip(prompts, parameters, strict=True):
            assert each.ignore_eos
            self.llm_engine.slots.add(prompt["prompt_token_ids"], each.max_tokens)
