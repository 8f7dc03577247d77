/** What is new of a call. */
export interface CallPiece {
  /** Of the call in its answer, from 0. */
  index: number;
  /** Both with a call's first piece. */
  id?: string;
  name?: string;
  /** JSON, as the model wrote it. */
  arguments: string;
}

/** Pieces in a row, those of one call as one. */
export function joinedPieces(pieces: readonly CallPiece[]): CallPiece[] {
  const byCall = new Map<number, CallPiece>();
  for (const piece of pieces) {
    const before = byCall.get(piece.index);
    const text = `${before?.arguments ?? ""}${piece.arguments}`;
    byCall.set(piece.index, { ...(before ?? piece), arguments: text });
  }
  return [...byCall.values()];
}
