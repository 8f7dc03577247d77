#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

#include "../../native-kernels/sampling/row_fault.h"

namespace nanoflow {

/** A new entry of the page tables: `page` at `at`, counted over all tables. */
struct TableEntry {
  int at, page;
};

/**
 * What comes before a program's own kernels. Its inputs go from where they were copied to where the kernels read them;
 * the page tables take their new entries; and rows whose token was sampled by an earlier step get it. Such a row's id
 * is -1 - slot, which no token has.
 */
struct StepBegin {
  const int* staged = nullptr;  ///< [words], then the entries; 16-byte aligned, as is `inputs`
  int* inputs = nullptr;
  int words = 0;       ///< a multiple of 4
  int entries = 0;     ///< of the page tables
  int* ids = nullptr;  ///< [rows], among the inputs
  int rows = 0;
  const int* lastTokens = nullptr;  ///< [slots]
  int slots = 0;                    ///< for index_check.cuh alone
  int* pageTables = nullptr;
  long tableEntries = 0;          ///< for index_check.cuh alone
  uint64_t* startedAt = nullptr;  ///< ns, by the GPU's global timer
};

/** What comes after them: sampled tokens go to the slots of their sequences, and to the host. */
struct StepEnd {
  const int* tokens = nullptr;       ///< [rows]
  const RowFault* faults = nullptr;  ///< [rows]
  const int* targets = nullptr;      ///< [rows]; a row's slot, or -1: none
  int rows = 0;
  int* lastTokens = nullptr;  ///< [slots]
  int slots = 0;              ///< for index_check.cuh alone
  int* tokensTo = nullptr;    ///< memory of the host
  RowFault* faultsTo = nullptr;
  uint64_t* endedAt = nullptr;
};

/** One CTA each: they do little, and nothing else runs beside them. */
void beginStep(const StepBegin& arguments, cudaStream_t stream);
void endStep(const StepEnd& arguments, cudaStream_t stream);

}  // namespace nanoflow
