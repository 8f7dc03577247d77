/** Of a step's prompt rows, what a prompt that is longer than the step may take while others wait. */
export const LONG_PROMPT_SHARE = 0.5;

/**
 * Deals prompt rows to prompts in their turn. A prompt that does not fit a step takes half of the
 * rows at most; what the others leave, it takes too.
 *
 * @param left tokens that each prompt has left
 * @returns rows of each
 */
export function shareRows(left: readonly number[], rows: number): number[] {
  const most = Math.max(1, Math.ceil(rows * LONG_PROMPT_SHARE));
  let free = rows;
  const shares = left.map((tokens) => {
    const share = Math.min(free, tokens > rows ? most : tokens);
    free -= share;
    return share;
  });
  return left.map((tokens, index) => {
    const share = shares[index] as number;
    const more = Math.min(free, tokens - share);
    free -= more;
    return share + more;
  });
}
