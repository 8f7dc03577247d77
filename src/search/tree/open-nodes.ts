import type { ClockedLp } from "../bound/clocked-lp.ts";
import type { Node } from "./node.ts";

/** Nodes of a tree that wait to be expanded. */
export class OpenNodes {
  readonly #nodes: Node[] = [];

  get isEmpty(): boolean {
    return this.#nodes.length === 0;
  }

  /** Least bound of all, µs; infinite when there are none. */
  get boundUs(): number {
    return this.#nodes.reduce((least, { boundUs }) => Math.min(least, boundUs), Infinity);
  }

  /** What bounds them. */
  lps(): ReadonlySet<ClockedLp> {
    return new Set(this.#nodes.map(({ lp }) => lp));
  }

  add(...nodes: readonly Node[]): void {
    this.#nodes.push(...nodes);
  }

  /** Takes out the node with the least bound; undefined when there are none. */
  takeLeast(): Node | undefined {
    const nodes = this.#nodes;
    let at = 0;
    for (let i = 1; i < nodes.length; i++) {
      if ((nodes[i] as Node).boundUs < (nodes[at] as Node).boundUs) at = i;
    }
    const least = nodes[at];
    const last = nodes.pop();
    if (at < nodes.length && last !== undefined) nodes[at] = last;
    return least;
  }
}
