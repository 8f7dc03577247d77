"""Stands in for tokenizers: takes a vocabulary, and does nothing with it."""


class Tokenizer:
    def __init__(self, model):
        self.model = model


class models:
    class WordLevel:
        def __init__(self, vocab, unk_token):
            assert unk_token in vocab
