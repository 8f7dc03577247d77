import type { Hello } from "../../../src/campaign/session/protocol.ts";
import type { Contender } from "./rounds.ts";

/** A tensor that is reduced. */
export interface Tensor {
  tokens: number;
  hidden: number;
}

/** CTAs of kernels over peer memory; beyond 16 an all-reduce alone gains nothing, one with a norm does. */
const CTAS = [4, 8, 16, 32, 64];
const BESIDE_CTAS = [8, 16];

const tensorWords = ({ tokens, hidden }: Tensor, prefix = "") =>
  `${prefix}hidden=${hidden} ${prefix}tokens=${tokens}`;

/** Ways to reduce a tensor, and to do what follows it in a layer; each with the whole GPUs to itself. */
export function aloneContenders(tensor: Tensor): Contender[] {
  const solo = (op: string, impl?: string): Contender => ({
    name: impl === undefined ? op : `${op} ${impl}`,
    job: `solo op=${op} ${tensorWords(tensor)} part=whole${impl === undefined ? "" : ` impl=${impl}`}`,
  });
  return [
    solo("all_reduce", "nccl"),
    ...CTAS.flatMap((ctas) =>
      ["all_reduce", "all_reduce_norm"].map((op) => solo(op, `peer.c${ctas}`)),
    ),
    solo("rms_norm"),
  ];
}

/** A collective on the remainder of a split, beside products on its group. */
export interface Beside {
  name: string;
  groupSms: number;
  job: string;
}

/** Beside the product that takes most of a layer's time: gate and up of Llama-2-70B on two GPUs. */
export function besideContenders(tensor: Tensor, splits: Hello["splits"]): Beside[] {
  const product = `a.op=gemm a.m=${tensor.tokens} a.n=28672 a.k=8192`;
  return splits.flatMap(({ groupSms, remainderSms }) => {
    // With a norm, an SM holds one CTA.
    const fitting = BESIDE_CTAS.filter((ctas) => ctas <= remainderSms);
    const ways = [
      "all_reduce nccl.c8",
      ...BESIDE_CTAS.map((ctas) => `all_reduce peer.c${ctas}`),
      ...fitting.map((ctas) => `all_reduce_norm peer.c${ctas}`),
    ];
    return ways.map((name) => {
      const [op, impl] = name.split(" ");
      const collective = `b.op=${op} ${tensorWords(tensor, "b.")} b.impl=${impl}`;
      return {
        name,
        groupSms,
        job: `pair split=${groupSms} budget_ms=20 ${product} ${collective}`,
      };
    });
  });
}

/** In bursts, below the power cap. */
export function inBursts({ job, name }: Contender): Contender {
  return { name, job: `${job} state=burst` };
}

/** The same work without a pause, for what the card draws. */
export function sustained({ job, name }: Contender): Contender {
  return { name, job: `${job} state=sustained seconds=1` };
}
