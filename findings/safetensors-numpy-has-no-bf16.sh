#!/usr/bin/env bash
# Guess: a reader of tensors for numpy reads every kind of number in the format, or says that it cannot.
# Seen: BF16 ends in KeyError from bytes and in TypeError from a file. The header
# of the same tensor can be read: kind and shape are there, only the numbers are not.
# Why it matters: a tool without torch can plan from headers, and cannot check one weight.
# Version: safetensors 0.8.0 with numpy 2.4.6. Seen on 2026-11-30.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check safetensors==0.8.0 numpy==2.4.6
"$dir/venv/bin/python" - "$dir" <<'PY'
import json
import struct
import sys
import safetensors
from safetensors.numpy import load, load_file

seen = {}
for kind in ("F16", "BF16"):
    header = json.dumps({"t": {"dtype": kind, "shape": [2, 2], "data_offsets": [0, 8]}}).encode()
    header += b" " * (-len(header) % 8)
    blob = struct.pack("<Q", len(header)) + header + bytes(8)
    path = f"{sys.argv[1]}/{kind}.safetensors"
    with open(path, "wb") as file:
        file.write(blob)
    with safetensors.safe_open(path, "np") as file:
        print(kind, "header:", file.get_slice("t").get_dtype(), file.get_slice("t").get_shape())
    for read, source in ((load, blob), (load_file, path)):
        try:
            seen[kind, read.__name__] = str(read(source)["t"].dtype)
        except Exception as error:
            seen[kind, read.__name__] = type(error).__name__
        print(f"safetensors {safetensors.__version__} {kind} {read.__name__}: {seen[kind, read.__name__]}")
if list(seen.values()) != ["float16", "float16", "KeyError", "TypeError"]:
    raise SystemExit("changed: BF16 in numpy")
print("as found: BF16 is refused, by two kinds of errors")
PY
