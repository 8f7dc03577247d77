/** Slots at first, a power of two. */
const FIRST_SLOTS = 1 << 14;
/** Share of the slots in use from which on there are twice as many. */
const MOST_FILLED = 0.6;

/**
 * Remembers texts by 64 bits of each, so that ids of millions of rows fit in memory. Two texts out of
 * ten million are taken for one with a probability of 3e-6.
 */
export class SeenTexts {
  /** Two words a slot; both are 0 where it is free. */
  #slots = new Uint32Array(2 * FIRST_SLOTS);
  #texts = 0;

  /** @returns whether the text was added before */
  add(text: string): boolean {
    if (this.#texts > MOST_FILLED * (this.#slots.length / 2)) this.#grow();
    const [high, low] = hashOf(text);
    if (!put(this.#slots, high, low)) return true;
    this.#texts++;
    return false;
  }

  has(text: string): boolean {
    const [high, low] = hashOf(text);
    return isIn(this.#slots, high, low);
  }

  #grow(): void {
    const wider = new Uint32Array(2 * this.#slots.length);
    for (let at = 0; at < this.#slots.length; at += 2) {
      const [high = 0, low = 0] = [this.#slots[at], this.#slots[at + 1]];
      if (high !== 0 || low !== 0) put(wider, high, low);
    }
    this.#slots = wider;
  }
}

/** Puts a hash into the next free slot from its own on; false where it is there. */
function put(slots: Uint32Array, high: number, low: number): boolean {
  const mask = slots.length / 2 - 1;
  for (let slot = high & mask; ; slot = (slot + 1) & mask) {
    const [a, b] = [slots[2 * slot], slots[2 * slot + 1]];
    if (a === high && b === low) return false;
    if (a !== 0 || b !== 0) continue;
    slots[2 * slot] = high;
    slots[2 * slot + 1] = low;
    return true;
  }
}

function isIn(slots: Uint32Array, high: number, low: number): boolean {
  const mask = slots.length / 2 - 1;
  for (let slot = high & mask; ; slot = (slot + 1) & mask) {
    const [a, b] = [slots[2 * slot], slots[2 * slot + 1]];
    if (a === high && b === low) return true;
    if (a === 0 && b === 0) return false;
  }
}

/** Two independent multiplicative hashes of 32 bits, each mixed at its end; never both 0. */
function hashOf(text: string): readonly [high: number, low: number] {
  let high = 0x9e3779b9 ^ text.length;
  let low = 0x85ebca6b;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 0x01000193);
    high ^= high >>> 15;
    low = Math.imul((low << 5) ^ (low >>> 27) ^ code, 0x5bd1e995);
  }
  return [mixed(high), (mixed(low) | 1) >>> 0];
}

function mixed(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  const twice = Math.imul(once ^ (once >>> 15), 0x846ca68b);
  return (twice ^ (twice >>> 16)) >>> 0;
}
