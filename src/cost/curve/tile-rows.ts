import { TILE_TOKENS } from "./interpolate.ts";

/**
 * Token rows of cuBLASLt's tiles by id, from 1 on. It is the second number in the names of
 * `cublasLtMatmulTile_t`, because cuBLASLt counts columns first and tokens are its columns.
 */
const CUBLASLT_TILE_ROWS = [
  "8 16 8 32 16 8 64 32 16 8 32 64 32 128 64 32 128 64 256 128 64 512 256 128 64 96 64 128 160 ",
  "128 128 192 96 256 32 128 192 256 320 384 448 512 576 640 704 768 64 128 192 256 320 384 448 ",
  "512 576 640 704 768 64 128 192 256 320 384 448 512 576 640 704 768 192 320 384 448 512 576 640 ",
  "704 768 64 128 192 256 320 384 448 512 576 640 704 768 64 128 192 256 320 384 448 512 576 640 ",
  "704 768 64 128 192 256 320 384 448 512 576 640 704 768 192 320 384 448 576 640 704 768 64 128 ",
  "192 256 320 384 448 512 576 640 64 128 192 256 320 384 448 512 576 64 128 192 256 320 384 448 ",
  "512 192 256 320 384 448 512 64 128 192 256 320 384 448 64 128 192 256 320 384 64 128 192 256 ",
  "320 384 320 384 64 128 192 256 320 64 128 192 256 320 64 128 192 256 320 64 192 256 64 128 192 ",
  "256 64 128 192 256 64 128 192 256 64 192 256 64 128 192 64 128 192 64 128 192 64 128 192 64 ",
  "128 192 64 128 192 64 128 192 192 64 128 64 128 64 128 64 128 64 128 64 128 64 128 64 128 64 ",
  "128 64 128 64 128 64 128 64 128 64 128 64 128 64 128 64 64 64 64 64 64 64 64 64 64 64 64 64 64 ",
  "64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 64 ",
  "64 64 16 24 40 48 56 72 80 88 104 112 120 136 144 152 160 168 176 184 200 208 216 224 232 240 ",
  "248 264 272 280 288 296 304 312 328 336 344 352 360 368 376 392 400 408 416 424 432 440 456 ",
  "464 472 480 488 496 504 520 528 536 544 552 560 568 584 592 600 608 616 624 632 648 656 664 ",
  "672 680 688 696 712 720 728 736 744 752 760 8 16 24 40 48 56 72 80 88 104 112 120 136 144 152 ",
  "168 176 184 200 208 216 224 232 240 248 264 272 280 288 296 304 312 328 336 344 352 360 368 ",
  "376 392 400 408 416 424 432 440 448 456 464 472 480 488 496 504 512 8 16 24 32 40 48 56 72 80 ",
  "88 96 104 112 120 136 144 152 160 168 176 184 200 208 216 224 232 240 248 264 272 280 288 296 ",
  "304 312 320 328 336 8 16 24 40 48 56 72 80 88 96 104 112 120 136 144 152 160 168 176 184 200 ",
  "208 216 224 232 240 248 256 8 16 24 32 40 48 56 72 80 88 96 104 112 120 136 144 152 160 168 ",
  "176 184 192 200 8 16 24 32 40 48 56 72 80 88 96 104 112 120 136 144 152 160 168 8 16 24 32 40 ",
  "48 56 72 80 88 96 104 112 120 128 136 144 8 16 24 32 40 48 56 72 80 88 96 104 112 120 128 8 16 ",
  "24 32 40 48 56 72 80 88 96 104 112 8 16 24 32 40 48 56 72 80 88 96 8 16 24 32 40 48 56 72 80 ",
  "88 8 16 24 32 40 48 56 72 80 512 1024 512 1024 ",
]
  .join("")
  .trim()
  .split(" ")
  .map(Number);

/** Tiles along the tokens of a thread block cluster, by id: `cublasLtClusterShape_t` up to 16. */
const CUBLASLT_CLUSTER_ROWS: Readonly<Record<number, number>> = {
  ...{ 2: 1, 3: 1, 4: 1, 5: 2, 6: 2, 7: 2, 8: 4, 9: 4 },
  ...{ 10: 4, 11: 1, 12: 8, 13: 2, 14: 8, 15: 1, 16: 16 },
};

/**
 * Tokens that a matrix product takes at once, by its implementation's name: the rows of its tile,
 * times those of its cluster. It costs about the same for every token count that needs as many.
 */
export function tileRows(implementation: string): number {
  const own = /^own\.m(\d+)/.exec(implementation);
  if (own !== null) return Number(own[1]);
  const [, tile, cluster] = /^lt\d+\.t(\d+)\..*\bc(\d+)\b/.exec(implementation) ?? [];
  const rows = CUBLASLT_TILE_ROWS[Number(tile) - 1];
  if (rows === undefined) return TILE_TOKENS;
  return rows * (CUBLASLT_CLUSTER_ROWS[Number(cluster)] ?? 1);
}

/**
 * Ids of `cublasLtClusterShape_t` that make no clusters: none named, as of kernels for GPUs before
 * Hopper, and a single tile.
 */
const WITHOUT_CLUSTERS: readonly string[] = ["0", "2"];

/**
 * Whether the CTAs of a matrix product come in thread block clusters, which need free SMs of one
 * GPC. The profiler leaves out the same ones: native-kernels/gemm.cc.
 */
export function comesInClusters(implementation: string): boolean {
  const [, cluster] = /^lt\d+\..*\bc(\d+)\b/.exec(implementation) ?? [];
  return cluster !== undefined && !WITHOUT_CLUSTERS.includes(cluster);
}
