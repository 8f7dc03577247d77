#!/usr/bin/env bash
# Guess: Q4_0 and Q4_K hold 4 bits a weight and Q8_0 8 bits, and a tensor written as 2 x 3 is listed as 2 x 3.
# Seen: they hold 4.5 and 8.5 bits, since each block has its scale. The file lists shapes from the inside out: 3 x 2.
# Why it matters: a 70-billion model in Q4 takes 39.4 GB, 4.4 GB more than guessed. A reader that takes the shape as
# written transposes every weight matrix.
# Version: gguf 0.19.0. Seen on 2026-11-30.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check gguf==0.19.0 numpy==2.4.6
"$dir/venv/bin/python" - "$dir" <<'PY'
import sys
from importlib.metadata import version
import gguf
import numpy

bits = {}
for name in ("Q4_0", "Q4_K", "Q8_0"):
    weights, size = gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType[name]]
    bits[name] = size * 8 / weights
path = f"{sys.argv[1]}/t.gguf"
writer = gguf.GGUFWriter(path, "llama")
writer.add_tensor("t", numpy.zeros((2, 3), numpy.float32))
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
shape = [int(size) for size in gguf.GGUFReader(path).tensors[0].shape]
print("gguf", version("gguf"), "bits a weight:", bits)
print("written as [2, 3], listed as", shape)
if bits != {"Q4_0": 4.5, "Q4_K": 4.5, "Q8_0": 8.5} or shape != [3, 2]:
    raise SystemExit("changed: bits or shapes of GGUF")
print("as found")
PY
