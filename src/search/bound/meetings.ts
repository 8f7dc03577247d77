import { type SearchProblem, type Unit, unitOfEach } from "../problem/problem.ts";
import { staysBeside } from "./long-meetings.ts";

/** Time per period that two nano-operations are in flight together. */
export interface Together {
  a: number;
  b: number;
  us: number;
}

/** A nano-operation of the compute lane and one of another lane: do they meet at all? */
export interface Meeting {
  host: number;
  guest: number;
  meets: boolean;
}

/**
 * What a node has decided of nano-operations side by side, and what follows.
 *
 * A guest (of the memory or network lane) is in flight without a break. So when it meets two hosts, it
 * is beside all of what runs between them in the compute lane, from its start to its end. The LP
 * knows nothing of that: it gives the guest the hosts that it disturbs least, wherever they stand.
 */
export class MeetingRules {
  readonly #problem: SearchProblem;
  readonly #closure: Int8Array;
  readonly #decided = new Map<number, boolean>();
  /** Guest of the hosts that run beside it from start to end. */
  readonly #guestOf = new Map<number, number>();

  constructor(problem: SearchProblem, closure: Int8Array, meetings: readonly Meeting[]) {
    this.#problem = problem;
    this.#closure = closure;
    for (const { host, guest, meets } of meetings) this.#decided.set(this.#key(host, guest), meets);
    const certain = meetings.filter(({ meets }) => meets);
    for (const first of certain) {
      for (const last of certain) {
        if (first === last || first.guest !== last.guest) continue;
        for (const host of this.between(first.host, last.host, first.guest)) {
          this.#guestOf.set(host, first.guest);
        }
      }
    }
  }

  /** Also where it could not at one clock, but could at another: bounds hold for slower ones, too. */
  mayBeAlone(nanoOperation: number): boolean {
    const guest = this.#guestOf.get(nanoOperation);
    return guest === undefined || !staysBeside(this.#problem, nanoOperation, guest);
  }

  mayMeet(a: number, b: number): boolean {
    const [host, guest] = this.isGuest(a) ? [b, a] : [a, b];
    if (this.#decided.get(this.#key(host, guest)) === false) return false;
    return (this.#guestOf.get(host) ?? guest) === guest;
  }

  isOpen(host: number, guest: number): boolean {
    return !this.#decided.has(this.#key(host, guest));
  }

  isGuest(nanoOperation: number): boolean {
    return this.#unitOf(nanoOperation).lane !== "compute";
  }

  /** Nano-operations that run after one host and before another while the guest may be in flight. */
  between(first: number, last: number, guest: number): number[] {
    return this.#problem.units.flatMap(({ lane, members }) =>
      lane !== "compute"
        ? []
        : members.filter(
            (member) => this.#isAfter(first, member, guest) && this.#isAfter(member, last, guest),
          ),
    );
  }

  /** Whether the runs of two hosts that may meet one run of the guest come in this order. */
  #isAfter(earlier: number, later: number, guest: number): boolean {
    const units = this.#problem.units;
    const [from, to, beside] = [
      this.#position(earlier),
      this.#position(later),
      this.#position(guest),
    ];
    if (from === to) {
      const { members } = units[from] as Unit;
      return members.indexOf(earlier) < members.indexOf(later);
    }
    const [offsetFrom, offsetTo] = [this.#offset(from, beside), this.#offset(to, beside)];
    if (offsetFrom === undefined || offsetTo === undefined) return false;
    return (this.#closure[from * units.length + to] as number) <= offsetTo - offsetFrom;
  }

  /** Layer of the one run of a host that may meet the guest's run of layer 0, if it is only one. */
  #offset(host: number, guest: number): number | undefined {
    const n = this.#problem.units.length;
    const before = this.#closure[guest * n + host] as number;
    const after = this.#closure[host * n + guest] as number;
    return before + after === 2 ? before - 1 : undefined;
  }

  #position(nanoOperation: number): number {
    return unitOfEach(this.#problem)[nanoOperation] as number;
  }

  #unitOf(nanoOperation: number): Unit {
    return this.#problem.units[this.#position(nanoOperation)] as Unit;
  }

  #key(host: number, guest: number): number {
    return host * this.#problem.nanoOperations.length + guest;
  }
}

/**
 * An open meeting without which the LP's solution cannot be: the first or last of two hosts of a guest between
 * which something runs without it.
 */
export function undecidedMeeting(
  rules: MeetingRules,
  together: readonly Together[],
  timeUs: Float64Array,
): { host: number; guest: number; us: number } | undefined {
  const meetings = together.map(({ a, b, us }) =>
    rules.isGuest(a) ? { host: b, guest: a, us } : { host: a, guest: b, us },
  );
  let worst: { host: number; guest: number; us: number } | undefined;
  for (const first of meetings) {
    for (const last of meetings) {
      if (first.guest !== last.guest || first.host === last.host) continue;
      const { guest } = first;
      const open = [first, last].find(({ host }) => rules.isOpen(host, guest));
      if (open === undefined) continue;
      const bound = Math.min(first.us, last.us);
      if (bound <= (worst?.us ?? 1e-3)) continue;
      for (const host of rules.between(first.host, last.host, guest)) {
        const beside =
          meetings.find((other) => other.host === host && other.guest === guest)?.us ?? 0;
        const us = Math.min(bound, (timeUs[host] as number) - beside);
        if (us > (worst?.us ?? 1e-3)) worst = { host: open.host, guest, us };
      }
    }
  }
  return worst;
}
