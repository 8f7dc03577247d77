/** Words that say that a number is no length of one request in tokens. */
export interface OtherQuantity {
  words: ReadonlySet<string>;
  /** The same by several words together, with a space between two. */
  phrase?: RegExp;
  /** What a name with one of them says. */
  what: string;
  remedy: string;
  /** An object with such a name holds numbers of the kind alone, such as `limits` and `p50`. */
  isOfAllInside?: true;
  /** It is of some tokens of one request. */
  isPart?: true;
  /** Nor is it a number of requests. */
  isNoCount?: true;
}

export const wordSet = (list: string): ReadonlySet<string> => new Set(list.split(" "));

const COUNTED = "Name the field that counts tokens.";
const ALL_COUNTED = "Name the field that counts all of them.";
const SERVED = "Name the field of the tokens that came.";

/** The first that fits is said. */
export const OTHER_QUANTITIES: readonly OtherQuantity[] = [
  {
    words: new Set(),
    phrase: /\b(messages?|turns?|blocks?|pages?|chunks?|lines?|sentences?) (tokens?|toks?)\b/,
    what: "counts some of the tokens alone",
    remedy: ALL_COUNTED,
    isPart: true,
  },
  {
    words: wordSet(
      "char chars character characters word words byte bytes letter letters kb mb line lines sentence sentences message messages turn turns block blocks page pages chunk chunks",
    ),
    what: "counts something else than tokens",
    remedy: "Count the tokens with the model's tokenizer first.",
  },
  {
    words: wordSet(
      "limit limits budget cap capacity quota predict requested allowed window remaining left available reserved allocated",
    ),
    phrase:
      /\bmax ((new|completion|output|response|generation|gen) )?(tokens?|toks?|len|length)\b|\b(context|ctx) (len|length|lengths|size)\b|\bn(um)? ctx\b|\bmodel len(gth)?\b/,
    what: "is a limit, and lengths may be shorter",
    remedy: SERVED,
    isOfAllInside: true,
  },
  {
    words: wordSet(
      "avg average mean median std sd mode stddev stdev min max minimum maximum variance quantile percentile quartile rolling moving smoothed ema ewma weighted",
    ),
    phrase: /\bp\d+\b/,
    what: "is a statistic of several requests",
    isNoCount: true,
    remedy: "Use a file with a row for each request.",
    isOfAllInside: true,
  },
  {
    words: wordSet("per tps qps rps rate throughput"),
    what: "is a rate",
    isNoCount: true,
    remedy: COUNTED,
  },
  {
    words: wordSet(
      "ms us ns millis micros nanos sec secs second seconds min mins minute minutes hour hours time times ts timestamp date latency duration elapsed ttft ttfb tpot itl e2e delay",
    ),
    what: "is a time",
    isNoCount: true,
    remedy: COUNTED,
  },
  {
    words: wordSet(
      "cost costs price usd eur cents dollars billed billable charged credit credits fee fees",
    ),
    what: "is a price, or what one is counted by",
    isNoCount: true,
    remedy: COUNTED,
    isOfAllInside: true,
  },
  {
    words: wordSet(
      "pct percent percentage ratio fraction share prob probability logprob logprobs score",
    ),
    what: "is a share",
    isNoCount: true,
    remedy: COUNTED,
  },
  {
    words: wordSet("id uuid guid idx index rank seed hash"),
    phrase: /(?<!(input|output|prompt|token) )\bids\b/,
    what: "names a request, or counts requests",
    isNoCount: true,
    remedy: COUNTED,
  },
  {
    words: new Set(),
    phrase:
      /(^| )(k|m|kilo|mega|thousands?|millions?) ?(of )?(tokens?|toks?)$|(tokens?|toks?)( in)? (1?k|1?m|1000s?|thousands?|millions?)$/,
    what: "counts thousands of tokens",
    remedy: "Count them one by one.",
  },
  {
    words: wordSet(
      "log log2 log10 log1p ln sqrt squared norm normalized normalised standardized standardised scaled rescaled zscore logit inverse reciprocal rounded bucketed padded",
    ),
    what: "is made of a length, and is none itself",
    isNoCount: true,
    remedy: COUNTED,
  },
  {
    words: wordSet(
      "expected expectation estimated estimate est forecast forecasted projected planned target targeted desired intended guess guessed anticipated",
    ),
    // llama.cpp calls what it generated `predicted_n` and `tokens_predicted`.
    phrase:
      /\bpredicted ((num |number of )?tokens?|len|length|size|prompt|prompts|input|inputs|output|outputs|completion|response|answer|decode|generation|osl)\b|\b(output|completion|response|answer|input|prompt|decode|generation|osl|len|length) ((tokens?|len|length) )?predicted\b|\b(prediction|predictions)\b/,
    what: "is a guess of a length",
    remedy: SERVED,
    isOfAllInside: true,
  },
  {
    words: wordSet(
      "batch batched minibatch microbatch iteration hourly daily weekly monthly yearly aggregate aggregated",
    ),
    what: "counts the tokens of several requests",
    remedy: "Use a file with a row for each request.",
  },
  {
    words: wordSet("delta deltas diff difference change increment residual deviation error"),
    what: "is a difference of two lengths, and no length",
    isNoCount: true,
    remedy: COUNTED,
  },
  {
    words: wordSet("le lt ge gt bucket buckets bin bins lower upper bound bounds edge edges"),
    what: "bounds a class of a histogram",
    remedy: "Use a file with a row for each request.",
  },
  {
    words: wordSet(
      "cache cached uncached noncached reasoning thinking thought thoughts draft drafted speculative speculated accepted rejected proposed unique distinct dedup deduplicated system sys tool tools function image images vision audio video visual template instruction instructions prefix suffix special pad padding history retrieved retrieval rag saved skipped dropped evicted discarded wasted",
    ),
    // What an output has of new tokens is all of it.
    phrase: /\bnew (prompt|input)\b|\btokens? details?\b/,
    what: "counts some of the tokens alone",
    remedy: ALL_COUNTED,
    isPart: true,
  },
];

/** By each of these, the other length would be none. */
export const PROMPT_WORDS = wordSet(
  "prompt prompts input inputs prefill context in request isl evaluated",
);
export const OUTPUT_WORDS = wordSet(
  "output outputs completion completions generated generation decode decoded response responses answer answers out osl gen reply replies new predicted candidate candidates assistant",
);

/** Words that may name a part of a prompt, where another field names another part. */
export const MAYBE_PARTS = wordSet(
  "user human question questions query queries text document documents doc docs context",
);

/** Those of such another field. */
export const OTHER_PARTS: ReadonlySet<string> = new Set([
  ...MAYBE_PARTS,
  ...wordSet("system sys template instruction instructions history retrieved rag fewshot examples"),
]);

/** What a field that counts tokens is called by, one of them at least. */
export const TOKEN_WORDS = wordSet(
  "token tokens tok toks tk tks len lens length lengths size sizes prompt prompts input inputs",
);

/** What stands in many names, and says neither which length it is nor that it is none. */
export const UNIT_WORDS = wordSet(
  "token tokens tok toks tk tks num number n nr nb no count counts cnt len lens length lengths size sizes total sum value val of the usage",
);

/** Others that names of lengths have. */
export const OTHER_KNOWN_WORDS = wordSet(
  "seq seqs sequence sequences eval evals requests req reqs resp prefilled decoding ctx actual actually real true observed measured final served llm llms native ids model ai genai openai vllm sglang api chat human user users text question questions query queries to for and a an s",
);
