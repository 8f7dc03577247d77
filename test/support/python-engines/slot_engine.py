"""An engine that computes nothing: a prompt takes a step, each token of its output one more."""

import json
from collections import deque
from pathlib import Path


def check_model(folder):
    """That the folder holds what an engine reads of a model."""
    config = json.loads(Path(folder, "config.json").read_text())
    assert config["num_hidden_layers"] > 0 and Path(folder, "tokenizer.json").exists()


class Sequence:
    def __init__(self, number, prompt, tokens):
        self.number, self.prompt, self.left = number, prompt, tokens


class SlotEngine:
    def __init__(self, slots):
        self.slots = slots
        self.waiting, self.running = deque(), deque()
        self.number = 0

    def add(self, prompt, tokens):
        self.number += 1
        self.waiting.append(Sequence(self.number, prompt, tokens))

    def step(self):
        """Returns those that began, those that had a token, and those that finished."""
        began = []
        while self.waiting and len(self.running) + len(began) < self.slots:
            began.append(self.waiting.popleft())
        stepped = began or list(self.running)
        self.running.extend(began)
        for sequence in stepped:
            sequence.left -= 1
        finished = [sequence for sequence in stepped if sequence.left == 0]
        self.running = deque(sequence for sequence in self.running if sequence.left > 0)
        return began, stepped, finished
