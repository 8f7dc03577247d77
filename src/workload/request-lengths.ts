/** Lengths of one request, tokens. */
export interface RequestLength {
  promptTokens: number;
  outputTokens: number;
}

/**
 * What the steady state of a stream of requests depends on: means over requests of the prompt
 * length p, the output length o and their products, in tokens.
 */
export interface RequestLengths {
  /** As the user gave it. */
  name: string;
  /** E[p] */
  meanPrompt: number;
  /** E[o] */
  meanOutput: number;
  /** E[p²] */
  meanPromptSquared: number;
  /** E[p o] */
  meanPromptTimesOutput: number;
  /** E[o²] */
  meanOutputSquared: number;
  /** Largest p + o of a request. */
  longestRequest: number;
}

/** Sums up the moments of requests one by one. */
export class LengthMoments {
  #requests = 0;
  #prompt = 0;
  #output = 0;
  #promptSquared = 0;
  #promptTimesOutput = 0;
  #outputSquared = 0;
  #longest = 0;

  get requests(): number {
    return this.#requests;
  }

  /** @param requests how many are of these lengths */
  add({ promptTokens, outputTokens }: RequestLength, requests = 1): void {
    this.#requests += requests;
    this.#prompt += requests * promptTokens;
    this.#output += requests * outputTokens;
    this.#promptSquared += requests * promptTokens ** 2;
    this.#promptTimesOutput += requests * promptTokens * outputTokens;
    this.#outputSquared += requests * outputTokens ** 2;
    this.#longest = Math.max(this.#longest, promptTokens + outputTokens);
  }

  /** Of at least one request. */
  lengths(name: string): RequestLengths {
    return {
      name,
      meanPrompt: this.#prompt / this.#requests,
      meanOutput: this.#output / this.#requests,
      meanPromptSquared: this.#promptSquared / this.#requests,
      meanPromptTimesOutput: this.#promptTimesOutput / this.#requests,
      meanOutputSquared: this.#outputSquared / this.#requests,
      longestRequest: this.#longest,
    };
  }
}

/** Moments of a list of requests, at least one. */
export function lengthsOf(name: string, requests: Iterable<RequestLength>): RequestLengths {
  const moments = new LengthMoments();
  for (const request of requests) moments.add(request);
  return moments.lengths(name);
}

/** Share of the tokens of a steady-state batch that are decoded; the others are prefilled. */
export function decodeShare({ meanPrompt, meanOutput }: RequestLengths): number {
  return meanOutput / (meanPrompt + meanOutput);
}

/**
 * Mean KV tokens that a decode token reads. A request spends o steps at contexts p to p + o, so
 * long outputs weigh more: E[o p + o²/2] / E[o].
 */
export function meanDecodeContext(lengths: RequestLengths): number {
  return (lengths.meanPromptTimesOutput + lengths.meanOutputSquared / 2) / lengths.meanOutput;
}

/** Mean tokens of its own prompt before a prompt token: E[p²/2] / E[p]. */
export function meanPromptPosition(lengths: RequestLengths): number {
  return lengths.meanPromptSquared / 2 / lengths.meanPrompt;
}
