/** What a request of a client comes to: an answer, or a 400 that names a key, or a 404 that names a way out. */
export type Outcome = "answer" | { refuses: string } | { notFound: RegExp };

/** A request that a client sends by itself for a simple call, seen on Node 22 against a scripted server. */
export interface ClientRequest {
  client: string;
  path: string;
  body: Readonly<Record<string, unknown>>;
  comesTo: Outcome;
  /** curl says that a body is a form. */
  contentType?: string;
}

const CHAT = "/v1/chat/completions";
const COMPLETIONS = "/v1/completions";
const RESPONSES = "/v1/responses";
const EMBEDDINGS = "/v1/embeddings";
const MODEL = { model: "test-model" };
const HI = { role: "user", content: "hi" };
const BRIEF = [{ role: "system", content: "be brief" }, HI];
const INCLUDE = { stream: true, stream_options: { include_usage: true } };
const DRAFT_7 = "http://json-schema.org/draft-07/schema#";
const SCHEMA = {
  $schema: DRAFT_7,
  type: "object",
  properties: { a: { type: "number" } },
  required: ["a"],
  additionalProperties: false,
};
const TOOLS = [{ type: "function", function: { name: "f", description: "d", parameters: SCHEMA } }];
const AI_PROMPT = { prompt: "user:\nhi\n\nassistant:\n", stop: ["\nuser:"] };
const USE_CHAT = { notFound: /\/v1\/chat\/completions/ };

const seen = (
  client: string,
  path: string,
  body: Readonly<Record<string, unknown>>,
  comesTo: Outcome = "answer",
): ClientRequest => ({ client, path, body: { ...MODEL, ...body }, comesTo });

export const CLIENT_REQUESTS: readonly ClientRequest[] = [
  seen("agents chat stream", CHAT, { messages: BRIEF, ...INCLUDE }),
  seen("agents chat", CHAT, { messages: BRIEF, stream: false }),
  seen(
    "agents default",
    RESPONSES,
    { instructions: "be brief", input: [HI], include: [], tools: [], stream: false },
    USE_CHAT,
  ),
  seen("AI SDK compatible, stop", CHAT, {
    ...{ max_tokens: 9, temperature: 0, stop: ["X"], seed: 1 },
    messages: BRIEF,
  }),
  seen("AI SDK compatible stream", CHAT, { messages: BRIEF, stream: true }),
  seen("AI SDK compatible completions stream", COMPLETIONS, { ...AI_PROMPT, stream: true }),
  seen("AI SDK compatible completions", COMPLETIONS, AI_PROMPT),
  seen(
    "AI SDK compatible embeddings",
    EMBEDDINGS,
    { input: ["hi"], encoding_format: "float" },
    {
      notFound: /embeddings/,
    },
  ),
  seen("AI SDK compatible, parts", CHAT, {
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: "a" },
          { type: "text", text: "b" },
        ],
      },
    ],
  }),
  seen(
    "AI SDK compatible, structured",
    CHAT,
    {
      response_format: {
        type: "json_schema",
        json_schema: { schema: SCHEMA, strict: true, name: "response" },
      },
      messages: BRIEF,
    },
    { refuses: "response_format" },
  ),
  seen(
    "AI SDK compatible, object",
    CHAT,
    { response_format: { type: "json_object" }, messages: BRIEF },
    { refuses: "response_format" },
  ),
  seen("AI SDK compatible, reasoning history", CHAT, {
    messages: [
      { role: "user", content: "a" },
      { role: "assistant", content: "b", reasoning_content: "th" },
      { role: "user", content: "c" },
    ],
  }),
  seen("AI SDK compatible, tool history", CHAT, {
    messages: [
      { role: "user", content: "a" },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "c1", type: "function", function: { name: "f", arguments: '{"a":1}' } }],
      },
      { role: "tool", tool_call_id: "c1", content: "r" },
    ],
  }),
  seen("AI SDK compatible, tools", CHAT, { messages: BRIEF, tools: TOOLS, tool_choice: "auto" }),
  seen("AI SDK OpenAI", CHAT, { max_tokens: 9, temperature: 0.5, messages: BRIEF }),
  seen("AI SDK OpenAI, as to o1", CHAT, {
    max_completion_tokens: 9,
    messages: [{ role: "developer", content: "be brief" }, HI],
  }),
  seen("AI SDK OpenAI stream", CHAT, { messages: BRIEF, ...INCLUDE }),
  seen("AI SDK OpenAI completions stream", COMPLETIONS, { ...AI_PROMPT, ...INCLUDE }),
  seen(
    "AI SDK OpenAI default",
    RESPONSES,
    { input: [{ role: "user", content: [{ type: "input_text", text: "hi" }] }], stream: true },
    USE_CHAT,
  ),
  {
    ...seen("curl without a content type", CHAT, { messages: [HI] }),
    contentType: "application/x-www-form-urlencoded",
  },
  seen("genkit stream", CHAT, { messages: BRIEF, ...INCLUDE }),
  seen("Hugging Face inference stream", CHAT, { messages: [HI], stream: true }),
  seen(
    "instructor",
    CHAT,
    {
      messages: [HI],
      stream: false,
      tool_choice: { type: "function", function: { name: "A" } },
      tools: TOOLS,
    },
    { refuses: "tool_choice" },
  ),
  seen("LangChain, stop", CHAT, {
    ...{ temperature: 0, stop: ["X"], stream: false, max_tokens: 9 },
    messages: [HI],
  }),
  seen("LangChain, a name with codex", RESPONSES, { input: [], text: {} }, USE_CHAT),
  seen("LangChain, as to gpt-5", CHAT, {
    ...{ temperature: 0.5, stream: false, max_completion_tokens: 9 },
    messages: [{ role: "developer", content: "s" }, HI],
  }),
  seen("LangChain stream", CHAT, { ...INCLUDE, messages: BRIEF }),
  seen("LangChain completions stream", COMPLETIONS, { n: 1, stream: true, prompt: "hi" }),
  seen("LangChain completions", COMPLETIONS, { n: 1, stream: false, prompt: ["hi"] }),
  seen(
    "LangChain embeddings",
    EMBEDDINGS,
    { input: "hi", encoding_format: "base64" },
    {
      notFound: /embeddings/,
    },
  ),
  seen("LangChain, tools", CHAT, { stream: false, tools: TOOLS, messages: [HI] }),
  seen("LlamaIndex stream", CHAT, { temperature: 0.1, messages: [HI], top_p: 1, stream: true }),
  seen("openai", CHAT, { messages: BRIEF }),
  seen("openai completions stream", COMPLETIONS, { prompt: ["hi", "yo"], stream: true }),
  seen("openai completions, token ids", COMPLETIONS, {
    prompt: [[1, 2, 3], [4]],
    ...{ echo: true, best_of: 1, suffix: null, stop: null, n: null },
  }),
  seen(
    "openai for Azure",
    "/openai/deployments/test-model/chat/completions?api-version=2024-10-21",
    {
      messages: [HI],
    },
  ),
  seen("openai responses", RESPONSES, { input: "hi" }, USE_CHAT),
  seen("openai, tools", CHAT, { messages: [HI], tools: TOOLS }),
  seen("openai runTools", CHAT, {
    ...{ messages: [HI], tools: TOOLS, tool_choice: "auto", stream: true },
  }),
];
