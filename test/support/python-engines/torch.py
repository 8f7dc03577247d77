"""Stands in for PyTorch where a benchmark's script is tested: no GPU to wait for."""


class cuda:
    @staticmethod
    def synchronize():
        pass
