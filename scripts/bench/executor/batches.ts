/**
 * Dense batches: tokens, of which decode, and the mean context of those. From 512 to 2048 tokens, a
 * tenth to six tenths of them decoding, at contexts of 512 to 4096, as far as the KV cache of
 * llama-3-8b on one H200 goes; about half of them fit an H100.
 */
const BATCHES = [
  [2048, 640, 1280],
  [2048, 320, 1280],
  [2048, 614, 1024],
  [2048, 1229, 512],
  [2048, 205, 512],
  [2048, 205, 4096],
  [1536, 461, 1024],
  [1536, 922, 512],
  [1536, 154, 4096],
  [1024, 614, 512],
  [1024, 614, 1024],
  [1024, 307, 2048],
  [1024, 102, 4096],
  [512, 307, 512],
  [512, 307, 2048],
  [512, 154, 4096],
  [512, 51, 4096],
];

/** Names of the batches: `2048-640-1280`. */
export function batchNames(): string[] {
  return BATCHES.map((batch) => batch.join("-"));
}

/** The options of `search` for a batch. */
export function batchOptions(name: string): string[] {
  const [tokens = "", decode = "", context = ""] = name.split("-");
  return ["--batch", tokens, "--decode", decode, "--context", context];
}
