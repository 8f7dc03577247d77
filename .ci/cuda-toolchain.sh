#!/usr/bin/env bash
# Installs the compiler and headers of cuda-wheels.txt into a cache folder outside the clone, once for each
# list of pins, and prints the variables that the native builds read. For a shell of your own:
#
#   eval "$(.ci/cuda-toolchain.sh)"
#
# Ends with an error, and says why, where the wheels cannot be had.
set -euo pipefail
cd "$(dirname "$0")"

pins=$(sha256sum cuda-wheels.txt | cut -c1-12)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/nanoflow-plan
folder=$cache/cuda-$pins

if [[ ! -e $folder/complete ]]; then
  mkdir -p "$cache"
  # A virtual environment that was left half made is made anew.
  python3 -m venv --clear "$folder" >&2
  "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps -r cuda-wheels.txt >&2
  touch "$folder/complete"
fi

toolkits=("$folder"/lib/python3*/site-packages/nvidia)
nvidia=${toolkits[0]}
"$nvidia/cu13/bin/nvcc" --version >&2
printf 'export PATH=%q:"$PATH"\n' "$nvidia/cu13/bin"
printf 'export CUDACXX=%q CUBLAS_ROOT=%q NCCL_ROOT=%q\n' "$nvidia/cu13/bin/nvcc" "$nvidia/cu13" "$nvidia/nccl"
printf 'export NVIDIA_INCLUDE=%q\n' "$nvidia/cu13/include $nvidia/nccl/include"
