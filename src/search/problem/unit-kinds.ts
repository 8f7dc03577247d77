import type { CostTable } from "../../cost/cost-table.ts";
import type { CoRunUse } from "../../cost/table/numbered-uses.ts";
import type { KernelSize } from "../../ir/kernel-size.ts";
import type { Lane, Operation } from "../../ir/op-graph.ts";
import { type UnitMode, unitModes } from "./unit-modes.ts";

/** An operation of a unit and how much of it there is. */
export interface SizedOperation {
  operation: Operation;
  size: KernelSize;
}

/** What all units with the same operations on as many tokens have in common. */
export interface UnitKind {
  id: number;
  lane: Lane;
  members: readonly SizedOperation[];
  modes: readonly UnitMode[];
  /** Time alone at boost clock of each member in each mode, µs, mode by mode. */
  formUs: Float64Array;
  /** Sensitivity of these times to the clock. */
  formSensitivity: Float64Array;
  /** Of each member in each mode, likewise: what is looked up beside others. */
  uses: readonly CoRunUse[];
  /** Least dynamic energy of any mode at each clock, co-running all the time, mJ. */
  energiesMj: readonly number[];
}

/**
 * Times at boost clock of a unit on the group and one on the remainder beside each other, in step.
 */
export interface CoRunTimes {
  /** Running form of the former: its position in `formUs`. */
  forms: Int32Array;
  /** That of the latter. */
  guestForms: Int32Array;
  hostUs: Float64Array;
  guestUs: Float64Array;
}

/** Figures of units, looked up once for each kind of unit and pair of kinds. */
export class UnitKinds {
  readonly #costs: CostTable;
  readonly #clocksMhz: readonly number[];
  readonly #kinds = new Map<string, UnitKind>();
  readonly #coRun = new Map<number, CoRunTimes>();

  constructor(costs: CostTable, clocksMhz: readonly number[]) {
    this.#costs = costs;
    this.#clocksMhz = clocksMhz;
  }

  of(members: readonly SizedOperation[]): UnitKind {
    let key = "";
    for (const { operation, size } of members) {
      key += `${operation.name} ${size.tokens} ${size.context} `;
    }
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const kind = this.#look(members);
    this.#kinds.set(key, kind);
    return kind;
  }

  #look(members: readonly SizedOperation[]): UnitKind {
    const costs = this.#costs;
    const modes = unitModes(
      members.map(({ operation, size }) => costs.options(operation.kernel, operation.lane, size)),
    );
    const modeMj = ({ lead }: UnitMode, clockMhz: number) =>
      members.reduce((sum, { operation: { kernel }, size }) => {
        const aloneMj = costs.energyMj(kernel, size, clockMhz) ?? 0;
        return sum + aloneMj * costs.coRunEnergyShare(kernel, lead, clockMhz);
      }, 0);
    const leastMj = (clockMhz: number) => Math.min(...modes.map((mode) => modeMj(mode, clockMhz)));
    return {
      id: this.#kinds.size,
      lane: (members[0] as SizedOperation).operation.lane,
      members,
      modes,
      formUs: Float64Array.from(modes.flatMap(({ chosen }) => chosen.map(({ soloUs }) => soloUs))),
      formSensitivity: Float64Array.from(
        modes.flatMap(({ chosen }) => chosen.map(({ clockSensitivity }) => clockSensitivity)),
      ),
      uses: modes.flatMap(({ chosen }) =>
        members.map(({ operation: { kernel }, size }, k) => ({
          kernel,
          implementation: chosen[k]?.implementation ?? "",
          size,
        })),
      ),
      energiesMj: this.#clocksMhz.map(leastMj),
    };
  }

  /**
   * Times of all members of a host beside the first member of a guest, where the host's mode is on
   * the group and the guest's on the remainder of one split, and all their kernels were measured
   * together.
   */
  coRun(host: UnitKind, guest: UnitKind): CoRunTimes {
    const key = host.id * 65536 + guest.id;
    const known = this.#coRun.get(key);
    if (known !== undefined) return known;
    const times = host.modes.flatMap((mode, m) =>
      guest.modes.flatMap((other, o) => this.#timesOf(host, mode, m, guest, other, o)),
    );
    const coRun: CoRunTimes = {
      forms: Int32Array.from(times, ({ form }) => form),
      guestForms: Int32Array.from(times, ({ guestForm }) => guestForm),
      hostUs: Float64Array.from(times, ({ hostUs }) => hostUs),
      guestUs: Float64Array.from(times, ({ guestUs }) => guestUs),
    };
    this.#coRun.set(key, coRun);
    return coRun;
  }

  #timesOf(host: UnitKind, mode: UnitMode, m: number, guest: UnitKind, other: UnitMode, o: number) {
    const { split, side } = mode.lead;
    if (side !== "group" || other.lead.side !== "remainder" || other.lead.split !== split)
      return [];
    const hostFirst = m * host.members.length;
    const guestFirst = o * guest.members.length;
    const measured = host.members.flatMap((_, a) =>
      guest.members.map((__, b) => {
        const [own, theirs] = [host.uses[hostFirst + a], guest.uses[guestFirst + b]];
        const slowdowns = own && theirs && this.#costs.slowdowns(split, own, theirs);
        return { a, b, slowdowns };
      }),
    );
    if (measured.some(({ slowdowns }) => slowdowns === undefined)) return [];
    return measured.flatMap(({ a, b, slowdowns }) => {
      if (b > 0 || slowdowns === undefined) return [];
      const form = hostFirst + a;
      return {
        form,
        guestForm: guestFirst,
        hostUs: (host.formUs[form] as number) * slowdowns.group,
        guestUs: (other.chosen[0]?.soloUs ?? 0) * slowdowns.remainder,
      };
    });
  }
}
