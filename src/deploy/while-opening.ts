/**
 * Opens an engine that a signal may end while it opens. Once it is open, the signal ends requests and
 * not the engine, which has steps to finish.
 *
 * @throws what opening throws
 */
export async function whileOpening<T>(
  signal: AbortSignal,
  open: (opening: AbortSignal) => Promise<T>,
): Promise<T> {
  const opening = new AbortController();
  const abort = () => opening.abort(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await open(opening.signal);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
