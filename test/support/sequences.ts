import { GREEDY } from "../../src/runtime/requests/request.ts";
import { Sequence, type SequenceTerms } from "../../src/runtime/requests/sequence.ts";

/** A request that has been taken, of which a test says what matters to it. */
export function sequenceOf(id: number, terms: Partial<SequenceTerms> = {}): Sequence {
  return new Sequence(id, {
    prompt: Int32Array.of(1),
    maxTokens: 1000,
    sampling: GREEDY,
    minTokens: 0,
    priority: 0,
    eosTokens: undefined,
    deadlineUs: Number.POSITIVE_INFINITY,
    listener: () => {},
    guide: undefined,
    ...terms,
  });
}
