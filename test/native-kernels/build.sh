#!/usr/bin/env bash
# Builds the test programs of kernels that work over ranks: build.sh FOLDER
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "$0")"
kernels=../../native-kernels
nvcc=${CUDACXX:-nvcc}
architecture=${CUDA_ARCHITECTURE:-90a}
flags=(-std=c++20 -O2 -gencode "arch=compute_$architecture,code=sm_$architecture" -Werror all-warnings)
peers=("$kernels"/collective/peer_{access,group,grid}.cc)

"$nvcc" "${flags[@]}" -o "$folder/peer-litmus" peer_litmus.cu "${peers[@]}" &
"$nvcc" "${flags[@]}" -o "$folder/peer-checks" peer_checks.cu "${peers[@]}" "$kernels"/collective/collective.cc \
  "$kernels"/collective/{all_reduce,row_gather}_peer.cu "$kernels"/sampling/peer_sampling.cu \
  "$kernels"/rows/{embedding,row_copy}.cu &
wait -n
wait -n
