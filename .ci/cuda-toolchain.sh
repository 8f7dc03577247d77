#!/usr/bin/env bash
# Prints exports for a shell that is to compile the native programs: `eval "$(.ci/cuda-toolchain.sh)"`.
# Where nvcc is installed, there is nothing to print. Elsewhere the wheels of cuda-wheels.txt go into a virtual
# environment in the user's cache, outside of the clone, once for each list of pins.
set -euo pipefail
cd "$(dirname "$0")"

if command -v "${CUDACXX:-nvcc}" >/dev/null; then exit 0; fi

pins=$(sha256sum cuda-wheels.txt | cut -c 1-12)
folder=${XDG_CACHE_HOME:-$HOME/.cache}/nanoflow-plan/cuda-$pins

if [ ! -e "$folder/complete" ]; then
  rm -rf "$folder"
  python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement cuda-wheels.txt >&2
  touch "$folder/complete"
fi

packages=("$folder"/lib/python3*/site-packages/nvidia)
toolkit=${packages[0]}/cu13
nccl=${packages[0]}/nccl
test -x "$toolkit/bin/nvcc"
cat <<EXPORTS
export PATH="$toolkit/bin:\$PATH"
export CUDACXX="$toolkit/bin/nvcc"
export CUBLAS_ROOT="$toolkit"
export NCCL_ROOT="$nccl"
export NVIDIA_INCLUDE="$toolkit/include $nccl/include"
export LIBRARY_PATH="$toolkit/lib\${LIBRARY_PATH:+:\$LIBRARY_PATH}"
EXPORTS
