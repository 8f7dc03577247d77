#!/usr/bin/env bash
# Compiles every source of native-kernels and native-profiler for sm_90a and throws the objects away.
# Files that include cublasLt.h or nccl.h are skipped where the header is missing.
# NVIDIA_INCLUDE: folders of further headers, separated by spaces.
set -euo pipefail
cd "$(dirname "$0")/.."

objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT

includes=()
for folder in ${NVIDIA_INCLUDE:-}; do
  if [[ -d $folder ]]; then includes+=("-I$folder"); fi
done

has_header() {
  echo "#include <$1>" | nvcc "${includes[@]}" -x cu -E - -o /dev/null 2>/dev/null
}

missing=()
for header in cublasLt.h nccl.h; do
  if ! has_header "$header"; then missing+=("$header"); fi
done

sources=()
skipped=0
while IFS= read -r file; do
  skip=
  for header in "${missing[@]:+${missing[@]}}"; do
    if grep -q "#include <$header>" "$file"; then skip=$header; fi
  done
  if [[ -n $skip ]]; then
    echo "skipped $file: $skip not found"
    skipped=$((skipped + 1))
  else
    sources+=("$file")
  fi
done < <(find native-kernels native-profiler -name '*.cu' -o -name '*.cc' | sort)

export NVCC_FLAGS="-arch=sm_90a -std=c++20 -Werror all-warnings ${includes[*]:-}"
export OBJECTS=$objects
printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -I{} bash -c \
  'nvcc $NVCC_FLAGS -c "$1" -o "$OBJECTS/$(echo "$1" | tr / _).o" || { echo "failed $1" >&2; exit 255; }' _ {}

echo "${#sources[@]} compiled, $skipped skipped"
