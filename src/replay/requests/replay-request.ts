/** A request as it is replayed. */
export interface ReplayRequest {
  promptTokens: number;
  /** Tokens that it generates. The scheduler does not know how many that will be. */
  outputTokens: number;
  /** From the start, µs. */
  arrivalUs: number;
}

export type RequestLength = Omit<ReplayRequest, "arrivalUs">;
