#!/usr/bin/env python3
"""Times FP8 products by PyTorch with what makes and quantises their inputs, as native-profiler times ours.

usage: torch_products.py --device I

Reads a job a line on stdin and answers each with a line of JSON on stdout, until stdin ends:

  prepare id=N maker=norm|silu|attention|none m=M n=N k=K
  turn    id=N the same words settle_seconds=S seconds=S

What makes the input is compiled by torch.compile, which fuses the quantisation into it; where that fails it runs eagerly,
and the answer says so. The product is torch._scaled_mm with a scale a row and fast accumulation. Both are captured as CUDA
graphs of about a millisecond, over buffer sets beyond twice the L2, which run back to back.
"""

import ctypes
import json
import os
import statistics
import sys
import time
from collections import deque

import torch
import torch._dynamo
import torch.nn.functional as F

FP8_MOST = 448.0
GRAPH_US = 1000.0
IN_FLIGHT = 5
READING_SECONDS = 0.003
COOL_SECONDS = 0.3


def quantise(rows):
    """Rows in FP8 with a scale each, from the largest element of the row."""
    rows = rows.float()
    scale = rows.abs().amax(-1, keepdim=True).clamp(min=2.0**-100) / FP8_MOST
    return (rows / scale).clamp(-FP8_MOST, FP8_MOST).to(torch.float8_e4m3fn), scale


def norm(made, residual, weight):
    """Residual add and RMSNorm."""
    total = residual + made
    residual.copy_(total)
    return quantise(F.rms_norm(total, (total.shape[-1],), weight, 1e-5))


def silu(gate_up):
    gate, up = gate_up.chunk(2, -1)
    return quantise(F.silu(gate.float()) * up.float())


def ready(rows, scale):
    """What is quantised already."""
    return rows, scale


MAKERS = {"norm": norm, "silu": silu, "attention": quantise, "none": ready}

# Each shape compiles code of its own; beyond a limit PyTorch would silently run eagerly.
for limit in ("recompile_limit", "cache_size_limit"):
    if hasattr(torch._dynamo.config, limit):
        setattr(torch._dynamo.config, limit, 64)
COMPILED = {maker: torch.compile(make, dynamic=False) for maker, make in MAKERS.items()}


def normal(*shape):
    return torch.randn(*shape, device="cuda", dtype=torch.bfloat16)


class Product:
    """A product with the maker of its input, on buffer sets of its own."""

    def __init__(self, maker, m, n, k):
        self.maker, (self.m, self.n, self.k) = maker, (m, n, k)
        self.compiled = True
        self.make = COMPILED[maker]
        width = {"norm": 2 * k, "silu": 2 * k, "attention": k, "none": 0}[maker]
        size = 2 * m * width + (m + n) * k + 2 * m * n
        l2 = torch.cuda.get_device_properties(torch.cuda.current_device()).L2_cache_size
        self.sets = [self.buffers() for _ in range(min(2 * l2 // size + 1, 128))]
        self.warm_up()
        self.error = self.relative_error()
        self.capture()

    def buffers(self):
        m, n, k = self.m, self.n, self.k
        weight, scale = quantise(normal(n, k))
        inputs = {
            "norm": lambda: (normal(m, k), normal(m, k), normal(k)),
            "silu": lambda: (normal(m, 2 * k),),
            "attention": lambda: (normal(m, k),),
            "none": lambda: quantise(normal(m, k)),
        }[self.maker]()
        return inputs, weight.t(), scale.t().contiguous()

    def call(self, at):
        inputs, weight, weight_scale = self.sets[at % len(self.sets)]
        rows, scale = self.make(*inputs)
        return self.multiply(rows, scale, weight, weight_scale)

    @staticmethod
    def multiply(rows, scale, weight, weight_scale):
        return torch._scaled_mm(
            rows, weight, scale_a=scale, scale_b=weight_scale, out_dtype=torch.bfloat16, use_fast_accum=True
        )

    def warm_up(self):
        try:
            self.call(0)
        except Exception as failure:  # whatever the compiler or its toolchain lacks
            print(f"torch.compile: {failure}", file=sys.stderr)
            self.compiled, self.make = False, MAKERS[self.maker]
            self.call(0)
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        torch.cuda.synchronize()
        begin.record()
        for i in range(3):
            self.call(i)
        end.record()
        torch.cuda.synchronize()
        self.call_us = begin.elapsed_time(end) * 1e3 / 3

    def relative_error(self):
        """Of 64 rows, beside float32 products of rows that were quantised eagerly."""
        inputs, weight, weight_scale = self.sets[0]
        head = [rows[:64].clone() if rows.dim() == 2 else rows for rows in inputs]
        rows, scale = MAKERS[self.maker](*head)
        values = rows.float() * scale @ (weight.float() * weight_scale)
        whole = [rows.clone() if i == 1 else rows for i, rows in enumerate(inputs)]
        rows, scale = self.make(*whole)
        found = self.multiply(rows, scale, weight, weight_scale)[:64].float()
        return float((found - values).norm() / values.norm())

    def capture(self):
        calls = max(len(self.sets), round(GRAPH_US / self.call_us), 1)
        self.calls = calls
        self.graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self.graph):
            for i in range(calls):
                self.call(i)
        torch.cuda.synchronize()

        self.ends = deque()

    def run_for(self, seconds, read=lambda: None):
        """µs of a call, by graph, while graphs run back to back; `read` is called every few milliseconds."""
        samples, until, reading = [], time.monotonic() + seconds, 0
        while time.monotonic() < until:
            while len(self.ends) > 1 and self.ends[1].query():
                samples.append(self.ends[0].elapsed_time(self.ends[1]) * 1e3 / self.calls)
                self.ends.popleft()
            while len(self.ends) <= IN_FLIGHT:
                self.graph.replay()
                self.ends.append(torch.cuda.Event(enable_timing=True))
                self.ends[-1].record()
            if time.monotonic() > reading:
                reading = time.monotonic() + READING_SECONDS
                read()
            time.sleep(1e-4)
        return samples

    def stop(self):
        torch.cuda.synchronize()
        self.ends.clear()


class Card:
    """The energy counter and the clock, by NVML."""

    def __init__(self):
        self.nvml = ctypes.CDLL("libnvidia-ml.so.1")
        self.nvml.nvmlInit_v2()
        uuid = str(torch.cuda.get_device_properties(torch.cuda.current_device()).uuid)
        name = uuid if uuid.startswith("GPU-") else f"GPU-{uuid}"
        self.handle = ctypes.c_void_p()
        if self.nvml.nvmlDeviceGetHandleByUUID(name.encode(), ctypes.byref(self.handle)) != 0:
            raise SystemExit(f"NVML knows no {name}")

    def energy_mj(self):
        value = ctypes.c_ulonglong()
        self.nvml.nvmlDeviceGetTotalEnergyConsumption(self.handle, ctypes.byref(value))
        return value.value

    def clock_mhz(self):
        value = ctypes.c_uint()
        sm_clock = 1
        self.nvml.nvmlDeviceGetClockInfo(self.handle, sm_clock, ctypes.byref(value))
        return value.value


def turn(product, card, settle_seconds, seconds):
    """Energy from the first step of the counter to the last one, which moves ten times a second."""
    clocks, steps = [], []

    def read():
        clocks.append(card.clock_mhz())
        energy = card.energy_mj()
        if not steps or energy != steps[-1][1]:
            steps.append((time.monotonic(), energy))

    product.run_for(settle_seconds)
    samples = product.run_for(seconds, read)
    product.stop()
    time.sleep(COOL_SECONDS)
    quarters = statistics.quantiles(samples, n=4)
    # The first reading is no step.
    (begin, first), (end, last) = steps[min(1, len(steps) - 1)], steps[-1]
    power = (last - first) / (end - begin) / 1e3 if end > begin else None
    middle = statistics.median(samples)
    return dict(
        medianUs=middle,
        spread=(quarters[2] - quarters[0]) / middle,
        samples=len(samples),
        clockMhz=statistics.mean(clocks),
        powerW=power,
        energyMj=power and power * statistics.mean(samples) * 1e-3,
    )


OUT = os.fdopen(os.dup(1), "w")


def main():
    os.dup2(2, 1)  # what libraries print is no answer
    device = int(sys.argv[sys.argv.index("--device") + 1])
    torch.cuda.set_device(device)
    torch.manual_seed(1)
    card, products = Card(), {}
    say(type="torch", version=torch.__version__, cuda=torch.version.cuda)
    for line in sys.stdin:
        verb, *words = line.split()
        spec = dict(word.split("=", 1) for word in words)
        shape = (spec["maker"], *(int(spec[key]) for key in "mnk"))
        try:
            product = products.get(shape) or Product(*shape)
            products[shape] = product
            figures = dict(compiled=product.compiled, relativeError=product.error, sets=len(product.sets))
            if verb == "turn":
                figures |= turn(product, card, float(spec["settle_seconds"]), float(spec["seconds"]))
            say(id=spec["id"], status="ok", **figures)
        except Exception as failure:
            say(id=spec["id"], status="error", message=f"{type(failure).__name__}: {failure}"[:500])


def say(**answer):
    print(json.dumps(answer), file=OUT, flush=True)


main()
