/* Generated from schemas/gpu-spec.schema.json by `npm run types`; edit the schema instead. */

/**
 * What a GPU reaches at best, by its datasheet: enough for `analyze` and `models`, YAML or JSON. Figures are of one GPU.
 */
export interface GpuSpec {
  schema: "nanoflow-plan/gpu-spec/1";
  /**
   * Short name, as reports print it: `b200`. Small letters, digits, points, dashes.
   */
  id: string;
  /**
   * Name of the product.
   */
  name: string;
  /**
   * Where the figures come from, such as the title of a datasheet. Reports repeat it.
   */
  origin: string;
  /**
   * Capacity of the memory, bytes: 96e+9 for 96 GB.
   */
  memoryBytes: number;
  /**
   * Bandwidth of the memory, bytes a second: 1.8e+12 for 1.8 TB/s.
   */
  memoryBytesPerSecond: number;
  /**
   * Arithmetic of matrix products by the type of the operands, without sparsity, sums in float32 where the type allows it. Datasheets often print the figure with sparsity, which is twice as high.
   */
  denseFlopsPerSecond: {
    /**
     * FLOP/s in bfloat16, by which models are analysed: 500e+12 for 500 TFLOP/s. Of a GPU without it, write the figure of fp16.
     */
    bf16: number;
    /**
     * FLOP/s in half precision; only printed, like those below.
     */
    fp16?: number;
    /**
     * FLOP/s in 8-bit floating point.
     */
    fp8?: number;
    /**
     * FLOP/s in 4-bit floating point.
     */
    fp4?: number;
    /**
     * Operations a second on 8-bit integers.
     */
    int8?: number;
  };
  /**
   * To the other GPUs, one way, bytes a second: by NVLink or, where there is none, by PCIe. Datasheets often print both ways together. Null where it is not known: then only one GPU can be analysed.
   */
  linkBytesPerSecond: number | null;
  /**
   * Power limit of the board, W; null where it is not known.
   */
  powerCapW: number | null;
}
