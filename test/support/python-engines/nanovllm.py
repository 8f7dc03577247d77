"""Stands in for nano-vllm: the attributes that the benchmark's script uses, on an engine that computes nothing."""

from collections import namedtuple

from slot_engine import SlotEngine, check_model

SamplingParams = namedtuple("SamplingParams", "temperature max_tokens ignore_eos")


class Weight:
    def __init__(self, shape):
        self.shape, self.data = shape, self

    def dim(self):
        return len(self.shape)

    def fill_(self, value):
        pass

    def normal_(self, mean, deviation):
        assert deviation > 0


class LLM:
    def __init__(self, folder, max_num_seqs, max_model_len, gpu_memory_utilization):
        check_model(folder)
        print("loading: 50%|#####", end="")
        self.scheduler = SlotEngine(max_num_seqs)
        self.scheduler.block_manager = self
        self.model_runner = self.model = self

    def parameters(self):
        return [Weight((4,)), Weight((4, 4))]

    def deallocate(self, sequence):
        pass

    def add_request(self, prompt, parameters):
        assert parameters.ignore_eos
        self.scheduler.add(prompt, parameters.max_tokens)

    def is_finished(self):
        return not self.scheduler.waiting and not self.scheduler.running

    def step(self):
        began, stepped, finished = self.scheduler.step()
        return finished, sum(len(each.prompt) for each in began) or -len(stepped)
