#!/usr/bin/env bash
# Guess: `mma.sync` on e4m3 runs on the FP8 tensor cores of every GPU that has them, Ada and Hopper alike.
# Seen: for Ada (sm_89) nvcc makes it FP8 instructions, QMMA. For Hopper (sm_90a) it makes conversions to half
# precision and HMMA, at the rate of half precision. Only `wgmma` reaches Hopper's FP8 tensor cores.
# Why it matters: an FP8 kernel that is fast on Ada compiles without a word for Hopper, and gains nothing there.
# Version: nvcc 13.0.88, nvdisasm 13.5.37. Needs no GPU. Seen on 2026-11-30.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps nvidia-cuda-nvcc==13.0.88 \
  nvidia-cuda-crt==13.0.88 nvidia-nvvm==13.0.88 nvidia-cuda-runtime==13.0.96 nvidia-cuda-nvdisasm==13.5.37
tools=$(echo "$dir"/venv/lib/python3*/site-packages/nvidia/cu13)/bin
cat > "$dir/product.cu" <<'CU'
// One tile of 16 x 8 over a depth of 32.
__global__ void tile(const unsigned* a, const unsigned* b, float* sums) {
  const int t = threadIdx.x;
  float d0 = 0, d1 = 0, d2 = 0, d3 = 0;
  asm volatile(
      "mma.sync.aligned.m16n8k32.row.col.f32.e4m3.e4m3.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
      "{%0, %1, %2, %3};"
      : "+f"(d0), "+f"(d1), "+f"(d2), "+f"(d3)
      : "r"(a[t]), "r"(a[t + 32]), "r"(a[t + 64]), "r"(a[t + 96]), "r"(b[t]), "r"(b[t + 32]));
  sums[t] = d0 + d1 + d2 + d3;
}
CU
count() { # ARCHITECTURE INSTRUCTION
  "$tools/nvdisasm" "$dir/$1.cubin" | grep -c -E "[^A-Z0-9]$2[. ]" || true
}
for architecture in sm_89 sm_90a; do
  "$tools/nvcc" -arch="$architecture" -cubin -o "$dir/$architecture.cubin" "$dir/product.cu"
  echo "$architecture: QMMA $(count $architecture QMMA), HMMA $(count $architecture HMMA), conversions $(count $architecture F2FP)"
done
if [ "$(count sm_89 QMMA)" -lt 1 ] || [ "$(count sm_89 HMMA)" -ne 0 ] ||
  [ "$(count sm_90a QMMA)" -ne 0 ] || [ "$(count sm_90a HMMA)" -lt 2 ]; then
  echo "changed: what nvcc makes of mma.sync on e4m3"
  exit 1
fi
echo "as found"
