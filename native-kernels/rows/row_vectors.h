#pragma once

namespace nanoflow {

/** Threads of a CTA that holds a row of `columns` vectors in registers, `vectors` a thread: whole warps. */
constexpr int rowThreads(int columns, int vectors) { return (columns + vectors * 32 - 1) / (vectors * 32) * 32; }

}  // namespace nanoflow
