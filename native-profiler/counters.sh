#!/usr/bin/env bash
# What jobs of `state=sustained` use of the memory, the L2 and the tensor cores, by the GPU's hardware counters: a
# table for each job, in their order, from Nsight Compute (ncu), which runs all jobs once for each set of counters.
#
# Usage: counters.sh PROGRAM JOBS    JOBS: a file of jobs, one a line, such as counters.jobs
# METRICS names others, separated by commas, NCU another ncu. Exit codes: 0 done, 2 wrong usage, 5 no ncu; else ncu's.
set -euo pipefail

if [ $# -ne 2 ] || [ ! -x "$1" ] || [ ! -r "$2" ]; then
  echo "usage: counters.sh PROGRAM JOBS" >&2
  exit 2
fi
ncu=${NCU:-ncu}
command -v "$ncu" >/dev/null || { echo "error: $ncu not found; it comes with the CUDA toolkit" >&2; exit 5; }

metrics=(
  gpu__time_duration.sum sm__cycles_elapsed.avg.per_second
  dram__bytes_read.sum.per_second dram__bytes_write.sum.per_second
  dram__throughput.avg.pct_of_peak_sustained_elapsed lts__throughput.avg.pct_of_peak_sustained_elapsed
  l1tex__m_xbar2l1tex_read_bytes.sum.per_second lts__t_sector_hit_rate.pct
  sm__pipe_tensor_cycles_active.avg.pct_of_peak_sustained_elapsed
)
named=$(IFS=,; echo "${METRICS:-${metrics[*]}}")

# Clocks as they are: the power cap belongs to what is measured.
"$ncu" --replay-mode app-range --clock-control none --cache-control none --print-units base --metrics "$named" \
  bash -c 'exec "$0" <"$1"' "$1" "$2"
