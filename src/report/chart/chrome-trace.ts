/** Something that ran between two moments on a lane. */
export interface Span {
  name: string;
  lane: string;
  startUs: number;
  endUs: number;
  /** Shown when the span is selected. */
  details: Readonly<Record<string, string | number>>;
}

/** What is shown together: one plan, or one plan among several. */
export interface TraceProcess {
  title: string;
  spans: readonly Span[];
}

/**
 * Spans in the Trace Event Format, which Perfetto and chrome://tracing open: a thread for each lane
 * of a process, in the order in which the lanes first appear.
 */
export function chromeTrace(processes: readonly TraceProcess[]): string {
  const events = processes.flatMap(({ title, spans }, pid) => {
    const lanes = [...new Set(spans.map(({ lane }) => lane))];
    return [
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
  });
  return `${JSON.stringify({ displayTimeUnit: "ns", traceEvents: events })}\n`;
}
