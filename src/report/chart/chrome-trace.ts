/** Something that ran between two moments on a lane. */
export interface Span {
  name: string;
  lane: string;
  startUs: number;
  endUs: number;
  /** Shown when the span is selected. */
  details: Readonly<Record<string, string | number>>;
}

/**
 * Spans in the Trace Event Format, which Perfetto and chrome://tracing open: a process with a thread
 * for each lane, in the order in which the lanes first appear.
 *
 * @param title name of the process
 */
export function chromeTrace(title: string, spans: readonly Span[]): string {
  const lanes = [...new Set(spans.map(({ lane }) => lane))];
  const pid = 1;
  const events = [
    { ph: "M", pid, name: "process_name", args: { name: title } },
    ...lanes.flatMap((name, tid) => [
      { ph: "M", pid, tid, name: "thread_name", args: { name } },
      { ph: "M", pid, tid, name: "thread_sort_index", args: { sort_index: tid } },
    ]),
    ...spans.map(({ name, lane, startUs, endUs, details }) => ({
      ph: "X",
      pid,
      tid: lanes.indexOf(lane),
      name,
      ts: startUs,
      dur: endUs - startUs,
      args: details,
    })),
  ];
  return `${JSON.stringify({ displayTimeUnit: "ns", traceEvents: events })}\n`;
}
