import { describe, expect, it } from "@jest/globals";
import { type Job, jobLine, WHOLE } from "../../../src/campaign/jobs/job.ts";
import type { KernelUse } from "../../../src/ir/op-graph.ts";
import { ALL_REDUCE, DECODE, DOWN, NORM, PREFILL } from "../../support/llama-kernels.ts";

const GREEN = { groupSms: 104, remainderSms: 28 };
const LIMIT = { mechanism: "cta-limit", groupSms: 108, remainderSms: 24 } as const;
const EXPERTS: KernelUse = {
  kind: "grouped_gemm",
  shape: { n: 4096, k: 14336, experts: 8, topk: 2 },
};
const KERNELS = [DOWN, DECODE, ALL_REDUCE, EXPERTS, PREFILL, NORM];
const gemm = { kernel: 0, implementation: "tile.a", size: { tokens: 512, context: 0 } };
const decode = { kernel: 1, implementation: "bulk.c1", size: { tokens: 176, context: 1024 } };

describe("a job's line", () => {
  const cases: [Job, string][] = [
    [{ type: "idle" }, "idle"],
    [{ type: "check", ...gemm }, "check op=gemm n=4096 k=14336 m=512 impl=tile.a part=whole"],
    [
      { type: "check", ...gemm, kernel: 3 },
      "check op=grouped_gemm n=4096 k=14336 experts=2 topk=1 m=512 routing=random impl=tile.a part=whole",
    ],
    [
      { type: "sweep", kernel: 0, size: gemm.size, side: "group", split: GREEN, top: 6 },
      "sweep op=gemm n=4096 k=14336 m=512 part=group:104 top=6 budget_ms=12",
    ],
    [
      { type: "sweep", kernel: 0, size: gemm.size, side: "group", split: LIMIT, top: 6 },
      "sweep op=gemm n=4096 k=14336 m=512 part=whole sm_target=108 top=6 budget_ms=12",
    ],
    [
      {
        ...{ type: "solo", kernel: 4, implementation: "default", side: "group", split: LIMIT },
        size: { tokens: 256, context: 512 },
      },
      "solo op=prefill_attention qheads=32 kvheads=8 head=128 page=16 tokens=256 context=512 part=whole sm_target=108 state=burst budget_ms=12",
    ],
    [
      {
        ...{ type: "solo", kernel: 5, implementation: "default", side: "group", split: LIMIT },
        size: { tokens: 256, context: 0 },
      },
      "solo op=rms_norm hidden=4096 tokens=256 part=whole state=burst budget_ms=12",
    ],
    [
      { type: "solo", ...decode, side: "remainder", split: LIMIT },
      "solo op=decode_attention qheads=32 kvheads=8 head=128 page=16 requests=176 context=1024 impl=bulk.c1 part=whole ctas=24 state=burst budget_ms=12",
    ],
    [
      { type: "solo", ...decode, side: "remainder", split: GREEN },
      "solo op=decode_attention qheads=32 kvheads=8 head=128 page=16 requests=176 context=1024 impl=bulk.c1 part=remainder:104 state=burst budget_ms=12",
    ],
    [
      { type: "sustained", ...gemm, seconds: 0.5, settleSeconds: 0.3, visit: 2 },
      "solo op=gemm n=4096 k=14336 m=512 impl=tile.a part=whole state=sustained settle_seconds=0.3 seconds=0.5 visit=2",
    ],
    [
      { type: "solo", ...WHOLE, ...gemm, kernel: 2, implementation: "nccl.c8" },
      "solo op=all_reduce hidden=4096 tokens=512 impl=nccl.c8 part=whole state=burst budget_ms=12",
    ],
    [
      { type: "pair", split: GREEN, a: gemm, b: decode },
      "pair split=104 budget_ms=16 a.op=gemm a.n=4096 a.k=14336 a.m=512 a.impl=tile.a b.op=decode_attention b.qheads=32 b.kvheads=8 b.head=128 b.page=16 b.requests=176 b.context=1024 b.impl=bulk.c1",
    ],
    [
      {
        type: "sustained-pair",
        split: GREEN,
        a: gemm,
        b: decode,
        settleSeconds: 0.5,
        seconds: 1,
        visit: 1,
      },
      "pair split=104 state=sustained settle_seconds=0.5 seconds=1 visit=1 a.op=gemm a.n=4096 a.k=14336 a.m=512 a.impl=tile.a b.op=decode_attention b.qheads=32 b.kvheads=8 b.head=128 b.page=16 b.requests=176 b.context=1024 b.impl=bulk.c1",
    ],
    [
      { type: "held", parts: [gemm, gemm], settleSeconds: 3, seconds: 2, visit: 1 },
      "mix 1.op=gemm 1.n=4096 1.k=14336 1.m=512 1.impl=tile.a 2.op=gemm 2.n=4096 2.k=14336 2.m=512 2.impl=tile.a settle_seconds=3 seconds=2 visit=1",
    ],
    [
      { type: "pair", split: LIMIT, a: gemm, b: decode },
      "pair split=0 budget_ms=16 a.op=gemm a.n=4096 a.k=14336 a.m=512 a.impl=tile.a b.op=decode_attention b.qheads=32 b.kvheads=8 b.head=128 b.page=16 b.requests=176 b.context=1024 b.impl=bulk.c1 b.ctas=24",
    ],
    [
      {
        type: "mix",
        name: "both",
        parts: [gemm, decode],
        seconds: 1,
        settleSeconds: 0.5,
        visit: 1,
      },
      "mix 1.op=gemm 1.n=4096 1.k=14336 1.m=512 1.impl=tile.a 2.op=decode_attention 2.qheads=32 2.kvheads=8 2.head=128 2.page=16 2.requests=176 2.context=1024 2.impl=bulk.c1 settle_seconds=0.5 seconds=1 visit=1",
    ],
  ];

  it.each(cases)("says what to measure: %j", (job, line) => {
    expect(jobLine(job, KERNELS)).toBe(line);
  });
});
