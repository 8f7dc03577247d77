#pragma once

#include <cstdint>

#include "tensor_core.cuh"

/**
 * Warpgroup matrix instructions of compute capability 9.0a (PTX ISA, "Asynchronous warpgroup level matrix
 * instructions"): operands of bf16 or e4m3 in shared memory, fp32 accumulators in the registers of 128 threads.
 */
namespace nanoflow {

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)

/**
 * Descriptor of an operand of 64 bf16 (128 bytes) a row, K-major, rows swizzled by 128 bytes as the tensor copy engine
 * writes them; `address` is 1024-byte aligned, plus 32 bytes for each 16 columns to the right. The next eight rows lie
 * `eightRows` bytes further.
 */
__device__ inline uint64_t operandDescriptor(uint32_t address, uint32_t eightRows = 1024) {
  constexpr uint64_t kSwizzle128 = 1;
  return (address & 0x3ffff) >> 4 | 1ull << 16 | static_cast<uint64_t>(eightRows >> 4) << 32 | kSwizzle128 << 62;
}

/**
 * Descriptor of an operand B stored with 64 columns (128 bytes) a row, one row for each step of depth, swizzled as
 * above; `address` is 1024-byte aligned, plus 128 bytes for each row down. The next 64 columns lie `columnStride`
 * bytes further, the next eight rows `eightRows` bytes.
 */
__device__ inline uint64_t transposedDescriptor(uint32_t address, uint32_t columnStride, uint32_t eightRows) {
  constexpr uint64_t kSwizzle128 = 1;
  return (address & 0x3ffff) >> 4 | static_cast<uint64_t>(columnStride >> 4) << 16 |
         static_cast<uint64_t>(eightRows >> 4) << 32 | kSwizzle128 << 62;
}

__device__ inline void beginWarpgroupProducts() { asm volatile("wgmma.fence.sync.aligned;" ::: "memory"); }
__device__ inline void commitWarpgroupProducts() { asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory"); }

/** Waits until at most `Pending` committed groups are unfinished. */
template <int Pending>
__device__ inline void waitWarpgroupProducts() {
  asm volatile("wgmma.wait_group.sync.aligned %0;" ::"n"(Pending) : "memory");
}

/**
 * Keeps the compiler from moving uses of accumulators across this point: call it after waiting for their products,
 * and before products that read registers written just now.
 */
template <int Count>
__device__ inline void pinRegisters(float (&d)[Count]) {
#pragma unroll
  for (int i = 0; i < Count; ++i) asm volatile("" : "+f"(d[i])::"memory");
}

/** Registers a thread of this warpgroup may use from now on; every thread of it calls the same. */
template <int Registers>
__device__ inline void releaseRegisters() {
  asm volatile("setmaxnreg.dec.sync.aligned.u32 %0;" ::"n"(Registers));
}

template <int Registers>
__device__ inline void claimRegisters() {
  asm volatile("setmaxnreg.inc.sync.aligned.u32 %0;" ::"n"(Registers));
}

/*
 * Inline assembly takes neither loops nor packs, so accumulators and their names have to be spelled out: here, 32 at a
 * time, once for all widths.
 */
#define NANOFLOW_EIGHT(d, i) \
  "+f"((d)[(i)]), "+f"((d)[(i) + 1]), "+f"((d)[(i) + 2]), "+f"((d)[(i) + 3]), "+f"((d)[(i) + 4]), "+f"((d)[(i) + 5]), \
      "+f"((d)[(i) + 6]), "+f"((d)[(i) + 7])
#define NANOFLOW_ACCUMULATORS(d, i) \
  NANOFLOW_EIGHT(d, i), NANOFLOW_EIGHT(d, (i) + 8), NANOFLOW_EIGHT(d, (i) + 16), NANOFLOW_EIGHT(d, (i) + 24)
#define NANOFLOW_NAMES_0 \
  "%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, " \
  "%16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31"
#define NANOFLOW_NAMES_32 \
  "%32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, " \
  "%48, %49, %50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63"
#define NANOFLOW_NAMES_64 \
  "%64, %65, %66, %67, %68, %69, %70, %71, %72, %73, %74, %75, %76, %77, %78, %79, " \
  "%80, %81, %82, %83, %84, %85, %86, %87, %88, %89, %90, %91, %92, %93, %94, %95"
#define NANOFLOW_NAMES_96 \
  "%96, %97, %98, %99, %100, %101, %102, %103, %104, %105, %106, %107, %108, %109, %110, %111, " \
  "%112, %113, %114, %115, %116, %117, %118, %119, %120, %121, %122, %123, %124, %125, %126, %127"

/** d[64, 16] = a b + (accumulate ? d : 0); lane (g, t) of warp w holds row 16w + g (and + 8), columns 8i + 2t. */
__device__ inline void multiplyWarpgroup(float (&d)[8], uint64_t a, uint64_t b, int accumulate) {
  asm volatile(
      "{\n.reg .pred p;\nsetp.ne.b32 p, %10, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n16k16.f32.bf16.bf16 {%0, %1, %2, %3, %4, %5, %6, %7}, %8, %9, p, 1, 1, 0, 0;\n}"
      : NANOFLOW_EIGHT(d, 0)
      : "l"(a), "l"(b), "r"(accumulate));
}

/** d[64, 64] = a b + (accumulate ? d : 0); lane (g, t) of warp w holds row 16w + g (and + 8), columns 8i + 2t. */
__device__ inline void multiplyWarpgroup(float (&d)[32], uint64_t a, uint64_t b, int accumulate) {
  asm volatile(
      "{\n.reg .pred p;\nsetp.ne.b32 p, %34, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n64k16.f32.bf16.bf16 {" NANOFLOW_NAMES_0 "}, %32, %33, p, 1, 1, 0, 0;\n}"
      : NANOFLOW_ACCUMULATORS(d, 0)
      : "l"(a), "l"(b), "r"(accumulate));
}

/** d[64, 128] = a b + (accumulate ? d : 0); lane (g, t) of warp w holds row 16w + g (and + 8), columns 8i + 2t. */
__device__ inline void multiplyWarpgroup(float (&d)[64], uint64_t a, uint64_t b, int accumulate) {
  asm volatile(
      "{\n.reg .pred p;\nsetp.ne.b32 p, %66, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n128k16.f32.bf16.bf16 {" NANOFLOW_NAMES_0 ", " NANOFLOW_NAMES_32
      "}, %64, %65, p, 1, 1, 0, 0;\n}"
      : NANOFLOW_ACCUMULATORS(d, 0), NANOFLOW_ACCUMULATORS(d, 32)
      : "l"(a), "l"(b), "r"(accumulate));
}

/** d[64, 192] = a b + (accumulate ? d : 0); lane (g, t) of warp w holds row 16w + g (and + 8), columns 8i + 2t. */
__device__ inline void multiplyWarpgroup(float (&d)[96], uint64_t a, uint64_t b, int accumulate) {
  asm volatile(
      "{\n.reg .pred p;\nsetp.ne.b32 p, %98, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n192k16.f32.bf16.bf16 {"
      NANOFLOW_NAMES_0 ", " NANOFLOW_NAMES_32 ", " NANOFLOW_NAMES_64
      "}, %96, %97, p, 1, 1, 0, 0;\n}"
      : NANOFLOW_ACCUMULATORS(d, 0), NANOFLOW_ACCUMULATORS(d, 32), NANOFLOW_ACCUMULATORS(d, 64)
      : "l"(a), "l"(b), "r"(accumulate));
}

/** d[64, 256] = a b + (accumulate ? d : 0); lane (g, t) of warp w holds row 16w + g (and + 8), columns 8i + 2t. */
__device__ inline void multiplyWarpgroup(float (&d)[128], uint64_t a, uint64_t b, int accumulate) {
  asm volatile(
      "{\n.reg .pred p;\nsetp.ne.b32 p, %130, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n256k16.f32.bf16.bf16 {"
      NANOFLOW_NAMES_0 ", " NANOFLOW_NAMES_32 ", " NANOFLOW_NAMES_64 ", " NANOFLOW_NAMES_96
      "}, %128, %129, p, 1, 1, 0, 0;\n}"
      : NANOFLOW_ACCUMULATORS(d, 0), NANOFLOW_ACCUMULATORS(d, 32), NANOFLOW_ACCUMULATORS(d, 64),
        NANOFLOW_ACCUMULATORS(d, 96)
      : "l"(a), "l"(b), "r"(accumulate));
}

/** The same for operands of e4m3 of 128 columns: 32 of depth, which are as many bytes. Sums have fewer bits than fp32. */
__device__ inline void multiplyWarpgroupFp8(float (&d)[64], uint64_t a, uint64_t b, int accumulate) {
  asm volatile(
      "{\n.reg .pred p;\nsetp.ne.b32 p, %66, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n128k32.f32.e4m3.e4m3 {" NANOFLOW_NAMES_0 ", " NANOFLOW_NAMES_32
      "}, %64, %65, p, 1, 1;\n}"
      : NANOFLOW_ACCUMULATORS(d, 0), NANOFLOW_ACCUMULATORS(d, 32)
      : "l"(a), "l"(b), "r"(accumulate));
}

/** The same for operands of e4m3 of 192 columns: 32 of depth, which are as many bytes. Sums have fewer bits than fp32. */
__device__ inline void multiplyWarpgroupFp8(float (&d)[96], uint64_t a, uint64_t b, int accumulate) {
  asm volatile(
      "{\n.reg .pred p;\nsetp.ne.b32 p, %98, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n192k32.f32.e4m3.e4m3 {" NANOFLOW_NAMES_0 ", " NANOFLOW_NAMES_32 ", " NANOFLOW_NAMES_64
      "}, %96, %97, p, 1, 1;\n}"
      : NANOFLOW_ACCUMULATORS(d, 0), NANOFLOW_ACCUMULATORS(d, 32), NANOFLOW_ACCUMULATORS(d, 64)
      : "l"(a), "l"(b), "r"(accumulate));
}

/** The same for operands of e4m3 of 256 columns: 32 of depth, which are as many bytes. Sums have fewer bits than fp32. */
__device__ inline void multiplyWarpgroupFp8(float (&d)[128], uint64_t a, uint64_t b, int accumulate) {
  asm volatile(
      "{\n.reg .pred p;\nsetp.ne.b32 p, %130, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n256k32.f32.e4m3.e4m3 {" NANOFLOW_NAMES_0 ", " NANOFLOW_NAMES_32 ", " NANOFLOW_NAMES_64 ", " NANOFLOW_NAMES_96
      "}, %128, %129, p, 1, 1;\n}"
      : NANOFLOW_ACCUMULATORS(d, 0), NANOFLOW_ACCUMULATORS(d, 32), NANOFLOW_ACCUMULATORS(d, 64), NANOFLOW_ACCUMULATORS(d, 96)
      : "l"(a), "l"(b), "r"(accumulate));
}

/**
 * d[64, 64] = a b + (accumulate ? d : 0) with `a` [64, 16] in registers: those of mma.m16n8k16 for 16 rows a warp.
 *
 * @tparam Transposed whether b is stored with its columns contiguous (transposedDescriptor)
 */
template <bool Transposed>
__device__ inline void multiplyWarpgroup(float (&d)[32], const uint32_t (&a)[4], uint64_t b, int accumulate) {
  asm volatile(
      "{\n.reg .pred p;\nsetp.ne.b32 p, %37, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n64k16.f32.bf16.bf16 {" NANOFLOW_NAMES_0
      "}, {%32, %33, %34, %35}, %36, p, 1, 1, %38;\n}"
      : NANOFLOW_ACCUMULATORS(d, 0)
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "l"(b), "r"(accumulate), "n"(Transposed ? 1 : 0));
}

/**
 * d[64, 128] = a b + (accumulate ? d : 0) with `a` [64, 16] in registers: those of mma.m16n8k16 for 16 rows a warp.
 *
 * @tparam Transposed whether b is stored with its columns contiguous (transposedDescriptor)
 */
template <bool Transposed>
__device__ inline void multiplyWarpgroup(float (&d)[64], const uint32_t (&a)[4], uint64_t b, int accumulate) {
  asm volatile(
      "{\n.reg .pred p;\nsetp.ne.b32 p, %69, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n128k16.f32.bf16.bf16 {" NANOFLOW_NAMES_0 ", " NANOFLOW_NAMES_32
      "}, {%64, %65, %66, %67}, %68, p, 1, 1, %70;\n}"
      : NANOFLOW_ACCUMULATORS(d, 0), NANOFLOW_ACCUMULATORS(d, 32)
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "l"(b), "r"(accumulate), "n"(Transposed ? 1 : 0));
}

#undef NANOFLOW_EIGHT
#undef NANOFLOW_ACCUMULATORS
#undef NANOFLOW_NAMES_0
#undef NANOFLOW_NAMES_32
#undef NANOFLOW_NAMES_64
#undef NANOFLOW_NAMES_96

#endif

}  // namespace nanoflow
