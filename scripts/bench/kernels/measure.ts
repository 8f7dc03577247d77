/** Longest wait for one job, which may fill gigabytes first. */
const JOB_TIMEOUT_MS = 60_000;

/** @returns the answer, or `{ failure }` with what the profiler says */
export async function ask(server, line) {
  const answer = await server.ask(line, JOB_TIMEOUT_MS);
  return answer.status === "ok" ? answer : { failure: answer.message ?? answer.status };
}

const fastest = (results) =>
  results.filter(({ medianUs }) => medianUs > 0).toSorted((a, b) => a.medianUs - b.medianUs)[0];

/**
 * Measures one row.
 *
 * @returns one entry for the fastest implementation, and before it one for cuBLAS's default where
 *   there is such a thing; `ofCopy` is the time of the fastest copy of as many bytes over the
 *   operation's
 */
export async function measureRow(server, row) {
  const { operation, size, part, work } = row;
  const entry = (implementation, us, more = {}) => {
    const perSecond = (work.bytes ?? work.flops) / (us * 1e-6);
    const rate =
      work.bytes === undefined ? { flopsPerSecond: perSecond } : { bytesPerSecond: perSecond };
    return { operation, size, part, implementation, us, ...rate, ...more };
  };
  const failed = (failure) => [{ operation, size, part, failure }];

  if (row.line !== undefined) {
    const answer = await ask(server, row.line);
    if (answer.failure !== undefined) return failed(answer.failure);
    const best = fastest(answer.results);
    const standard = answer.results.find(({ impl }) => impl === answer.default);
    const entries = [];
    if (standard?.medianUs > 0)
      entries.push(entry(standard.impl, standard.medianUs, { choice: "default" }));
    const overDefault = standard?.medianUs > 0 ? standard.medianUs / best.medianUs - 1 : null;
    return [...entries, entry(best.impl, best.medianUs, { choice: "best", overDefault })];
  }
  const answers = [];
  for (const line of row.lines) answers.push(await ask(server, line));
  const best = fastest(answers);
  if (best === undefined) return failed(answers[0].failure);
  const copies = [];
  for (const line of row.copies ?? []) copies.push(await ask(server, line));
  const copy = fastest(copies);
  const share = copy === undefined ? {} : { ofCopy: copy.medianUs / best.medianUs };
  return [entry(best.impl, best.medianUs, share)];
}
