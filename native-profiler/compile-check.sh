#!/usr/bin/env bash
# Checks that every source of the native programs compiles, without warnings; device code for sm_90a.
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
done < <(find native-kernels native-common native-profiler native-executor -name '*.cu' -o -name '*.cc' | sort)

export NVCC_FLAGS="-std=c++20 ${includes[*]:-}"
export OBJECTS=$objects
compile() {
  case $1 in
    # Nothing links them here: checking host code without generating any takes half the time.
    *.cc) nvcc $NVCC_FLAGS -Xcompiler -fsyntax-only,-Wall,-Wextra,-Werror -c "$1" -o "$OBJECTS/none" ;;
    # What kernels check in builds with NANOFLOW_CHECKS alone: as PTX, in half the time.
    checked:*) nvcc $NVCC_FLAGS -DNANOFLOW_CHECKS -UNDEBUG -gencode arch=compute_90a,code=compute_90a -Werror all-warnings -ptx "${1#checked:}" -o "$OBJECTS/checked-$(basename "$1").ptx" ;;
    # Machine code alone: -arch=sm_90a would compile once more, for PTX that nothing reads.
    *.cu) nvcc $NVCC_FLAGS -gencode arch=compute_90a,code=sm_90a -Werror all-warnings -c "$1" -o "$OBJECTS/$(basename "$1").o" ;;
  esac || { echo "failed $1" >&2; return 255; }
}
export -f compile
checked=(native-kernels/attention/*.cu native-kernels/expert/moe_permute.cu native-kernels/sampling/slot_*.cu native-kernels/rows/row_copy.cu native-kernels/rows/rope_kv_append.cu
  native-executor/serving/step_edges.cu)
printf '%s\n' "${sources[@]}" "${checked[@]/#/checked:}" | xargs -P "$(nproc)" -I{} bash -c 'compile "$1"' _ {}

echo "${#sources[@]} compiled, ${#checked[@]} of them with checks of ids too, $skipped skipped"
