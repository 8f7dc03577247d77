/** The routes that generate. */
export type GeneratingRoute = "completions" | "chat";

/**
 * - `honoured`: the answer follows it
 * - `harmless`: clients send it by habit, and no answer depends on it
 * - `refused`: an answer would depend on it, so that anything but its neutral values is an error
 */
export type KeyUse = "honoured" | "harmless" | "refused";

/** A key of a request body. Null counts as left out, whatever the key. */
export interface RequestKey {
  name: string;
  on: readonly GeneratingRoute[];
  use: KeyUse;
  /** What is made of it; of a refused key, why and what to do. */
  what: string;
  /** Of a refused key: values that ask for nothing. */
  neutral?: readonly unknown[];
}

const BOTH: readonly GeneratingRoute[] = ["completions", "chat"];
const CHAT: readonly GeneratingRoute[] = ["chat"];
const COMPLETIONS: readonly GeneratingRoute[] = ["completions"];

function honoured(on: readonly GeneratingRoute[], name: string, what: string): RequestKey {
  return { name, on, use: "honoured", what };
}

function harmless(on: readonly GeneratingRoute[], name: string, what: string): RequestKey {
  return { name, on, use: "harmless", what };
}

function refused(
  on: readonly GeneratingRoute[],
  name: string,
  what: string,
  neutral: readonly unknown[] = [],
): RequestKey {
  return { name, on, use: "refused", what, neutral };
}

const NO_REASONING = "reasoning is text like any other: the server does not tell it apart";
const NO_MEDIA = "it is of images and sound, which no request may hold";
const IN_TEMPLATE = "templates differ in how they take it: give it in `chat_template_kwargs`";
const OLD_TOOLS = "it is the older form of `tools`: use these";
const OTHER_FORMAT = "answers are held to JSON Schemas and choices: use `response_format`";

/** Every key that OpenAI's documents, vLLM and SGLang name for these routes. A key that is not here is an error. */
export const REQUEST_KEYS: readonly RequestKey[] = [
  honoured(BOTH, "model", "one of the served names; the first of them when left out"),
  honoured(
    COMPLETIONS,
    "prompt",
    "a text, token ids, or an array of either; text is encoded with the tokenizer's own start",
  ),
  honoured(
    CHAT,
    "messages",
    "what the checkpoint's chat template is given; role `developer` reads as `system`",
  ),
  honoured(BOTH, "stream", "true: answers as events while tokens arrive"),
  honoured(
    BOTH,
    "stream_options",
    "needs `stream`; `include_usage`: a last event with token counts; `include_obfuscation` changes nothing",
  ),
  honoured(
    BOTH,
    "max_tokens",
    "most tokens to generate: 16 on completions, and what the context leaves on chat, when left out",
  ),
  honoured(CHAT, "max_completion_tokens", "the same as `max_tokens`, and goes before it"),
  honoured(
    BOTH,
    "min_tokens",
    "so many tokens are generated before the output may end; not together with penalties or a format",
  ),
  honoured(BOTH, "n", "answers to each prompt, 1 to 128"),
  honoured(
    BOTH,
    "stop",
    "a text or up to 16, of up to 1,024 characters each, that end the output and are not part of it; not together with a format",
  ),
  honoured(
    BOTH,
    "stop_token_ids",
    "tokens that end the output and are not part of its text; not together with a format",
  ),
  honoured(
    BOTH,
    "include_stop_str_in_output",
    "true: the text that ended the output is part of it",
  ),
  honoured(
    BOTH,
    "ignore_eos",
    "true: goes on behind an end-of-sequence token; not together with a format",
  ),
  honoured(BOTH, "temperature", "1 when left out; 0 is greedy"),
  honoured(BOTH, "top_p", "share of the probability to sample from, above 0 to 1"),
  honoured(BOTH, "top_k", "how many of the likeliest tokens to sample from; 0 or -1: all"),
  honoured(BOTH, "min_p", "least probability as a share of the likeliest token's, 0 to 1"),
  honoured(BOTH, "seed", "the same seed gives the same tokens; a random one when left out, or -1"),
  honoured(BOTH, "presence_penalty", "-2 to 2"),
  honoured(BOTH, "frequency_penalty", "-2 to 2"),
  honoured(BOTH, "repetition_penalty", "above 0; 1 changes nothing"),
  honoured(BOTH, "logit_bias", "by token id, -100 to 100, for up to 300 tokens"),
  honoured(
    COMPLETIONS,
    "logprobs",
    "log probabilities of each token and of so many likeliest ones, 0 to 20",
  ),
  honoured(CHAT, "logprobs", "true: log probabilities of each token"),
  honoured(CHAT, "top_logprobs", "and of so many likeliest ones, 0 to 20; needs `logprobs`"),
  honoured(
    COMPLETIONS,
    "echo",
    "true: the text begins with the prompt; not together with `logprobs`",
  ),
  honoured(BOTH, "skip_special_tokens", "false: special tokens are part of the text"),
  honoured(
    BOTH,
    "add_special_tokens",
    "whether the tokenizer adds its start to a text; false on chat when left out",
  ),
  honoured(
    CHAT,
    "add_generation_prompt",
    "false: the prompt does not open the assistant's message",
  ),
  honoured(CHAT, "continue_final_message", "true: the output goes on with the last message"),
  honoured(CHAT, "chat_template_kwargs", "further variables of the chat template"),
  honoured(CHAT, "tools", "functions that the answer may call, for the chat template"),
  honoured(
    CHAT,
    "tool_choice",
    '"auto": the model may call tools; "none": it is not told of them; "required", or a function by name: the answer is a call',
  ),
  honoured(CHAT, "parallel_tool_calls", "false: the answer ends with its first call"),
  honoured(
    BOTH,
    "response_format",
    "`json_object`: a JSON object; `json_schema`: JSON that the schema accepts ([below](#answers-in-a-format))",
  ),
  honoured(
    BOTH,
    "structured_outputs",
    "the same with one of `json` (a schema), `choice` (texts) and `json_object`",
  ),
  honoured(BOTH, "guided_json", "the same with a schema"),
  honoured(BOTH, "guided_choice", "the same with texts, one of which the answer is"),
  harmless(BOTH, "user", "names the client's user"),
  harmless(BOTH, "store", "nothing is stored"),
  harmless(BOTH, "metadata", "nothing is stored"),
  harmless(BOTH, "service_tier", "there is one"),
  harmless(BOTH, "safety_identifier", "names the client's user"),
  harmless(BOTH, "prompt_cache_key", "pages of equal prompts are shared without it"),
  harmless(BOTH, "prompt_cache_retention", "pages are kept as long as there is room"),
  harmless(CHAT, "prediction", "a hint that would only save time"),
  harmless(BOTH, "request_id", "the server numbers requests itself"),
  harmless(BOTH, "rid", "the server numbers requests itself"),
  harmless(BOTH, "session_id", "names the client's session"),
  harmless(BOTH, "cache_prompt", "pages of equal prompts are shared without it"),
  harmless(CHAT, "include_reasoning", NO_REASONING),
  harmless(CHAT, "separate_reasoning", NO_REASONING),
  harmless(CHAT, "stream_reasoning", NO_REASONING),
  harmless(CHAT, "media_io_kwargs", NO_MEDIA),
  harmless(CHAT, "mm_processor_kwargs", NO_MEDIA),
  harmless(BOTH, "truncation_side", "prompts are never cut"),
  refused(
    COMPLETIONS,
    "best_of",
    "the server does not rank answers: leave it out, or set it to the same as `n`",
  ),
  refused(COMPLETIONS, "suffix", "the server does not fill in text before a suffix: leave it out", [
    "",
  ]),
  refused(CHAT, "functions", OLD_TOOLS, [[]]),
  refused(CHAT, "function_call", OLD_TOOLS, ["none", "auto"]),
  refused(CHAT, "reasoning_effort", IN_TEMPLATE, ["none"]),
  refused(CHAT, "enable_thinking", IN_TEMPLATE),
  refused(
    CHAT,
    "thinking_token_budget",
    "the server does not bound reasoning by itself: use `max_tokens`",
  ),
  refused(CHAT, "verbosity", "no model served here has it: leave it out", ["medium"]),
  refused(CHAT, "modalities", "the server answers with text alone: leave it out", [["text"]]),
  refused(CHAT, "audio", "the server answers with text alone: leave it out"),
  refused(CHAT, "web_search_options", "the server searches nothing: leave it out"),
  refused(CHAT, "chat_template", "templates come from the checkpoint alone: leave it out"),
  refused(CHAT, "documents", "give documents in messages, or in `chat_template_kwargs`", [[]]),
  refused(CHAT, "echo", "the answer of a chat is a message of its own: leave it out", [false]),
  refused(BOTH, "use_beam_search", "the server samples: leave it out", [false]),
  refused(BOTH, "length_penalty", "it is of beam search: leave it out", [1]),
  refused(BOTH, "early_stopping", "it is of beam search: leave it out", [false]),
  refused(BOTH, "prompt_logprobs", "log probabilities are those of generated tokens: leave it out"),
  refused(
    BOTH,
    "truncate_prompt_tokens",
    "prompts are never cut: shorten it, and leave this out",
    [-1],
  ),
  refused(BOTH, "allowed_token_ids", "use `logit_bias`"),
  refused(BOTH, "bad_words", "use `logit_bias`", [[]]),
  refused(BOTH, "logits_processors", "the server runs no code of requests: leave it out", [[]]),
  refused(BOTH, "priority", "requests are served in the order of their arrival: leave it out", [0]),
  refused(
    BOTH,
    "spaces_between_special_tokens",
    "text is decoded as transformers does by default: leave it out",
    [true],
  ),
  refused(BOTH, "return_token_ids", "answers hold text: send it to /tokenize, or leave this out", [
    false,
  ]),
  refused(BOTH, "return_tokens_as_token_ids", "answers name tokens by their text: leave it out", [
    false,
  ]),
  refused(BOTH, "guided_regex", OTHER_FORMAT),
  refused(BOTH, "guided_grammar", OTHER_FORMAT),
  refused(BOTH, "guided_decoding_backend", OTHER_FORMAT),
  refused(BOTH, "guided_whitespace_pattern", OTHER_FORMAT),
  refused(BOTH, "regex", OTHER_FORMAT),
  refused(BOTH, "ebnf", OTHER_FORMAT),
  refused(BOTH, "json_schema", OTHER_FORMAT),
  refused(BOTH, "stop_regex", "texts alone end an output: use `stop`"),
  refused(BOTH, "no_stop_trim", "use `include_stop_str_in_output`", [false]),
  refused(
    BOTH,
    "cache_salt",
    "pages of equal prompts are shared by all: serve with --no-share-prefixes to keep them apart, and leave it out",
  ),
  refused(BOTH, "repetition_detection", "use `repetition_penalty`, and leave this out"),
  refused(
    BOTH,
    "logprob_token_ids",
    "log probabilities are those of the likeliest tokens: leave it out",
  ),
  refused(BOTH, "kv_transfer_params", "KV stays on this server: leave it out", [{}]),
  refused(BOTH, "vllm_xargs", "there are no extensions: leave it out", [{}]),
  refused(BOTH, "lora_path", "one model is served, as its checkpoint is: leave it out"),
  refused(BOTH, "return_hidden_states", "answers hold text: leave it out", [false]),
  refused(CHAT, "return_prompt_text", "answers do not repeat the prompt: leave it out", [false]),
  refused(COMPLETIONS, "prompt_embeds", "prompts are texts or token ids: leave it out"),
];
