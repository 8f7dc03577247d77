import { onlyProgram } from "../../src/runtime/rows/choose-program.ts";
import { loadTokenizer } from "../../src/tokenizer/load-tokenizer.ts";
import type { Tokenizer } from "../../src/tokenizer/tokenizer.ts";
import type { ToolFormat } from "../../src/tool-calls/tool-format.ts";
import { ScriptedEngine, type TestServer, testServer } from "./http-server.ts";
import { PAGE_TOKENS, POSITIONS, SMALL_MODEL } from "./small-server.ts";
import { byteLevelFiles, writeFolder } from "./tokenizer-folder.ts";

/** Words that are special tokens in the vocabularies of some families. */
const MARKS = ["[TOOL_CALLS]", "[ARGS]", "[CALL_ID]", "<|python_tag|>"];
const KV_PAGES = 4096;

/** Chat templates that word tools and calls as those of the families do, and are shorter. */
export const TOOL_TEMPLATES = {
  hermes: `{%- if tools %}{{- "<|im_start|>system\\n<tools>" }}
{%- for tool in tools %}{{- "\\n" }}{{- tool | tojson }}{%- endfor %}
{{- "\\n</tools>\\nCall one so:\\n<tool_call>\\n{\\"name\\": <name>, \\"arguments\\": <object>}\\n</tool_call><|im_end|>\\n" }}{%- endif %}
{%- for message in messages %}
{%- if message.role == "tool" %}{{- "<|im_start|>user\\n<tool_response>\\n" + message.content + "\\n</tool_response><|im_end|>\\n" }}
{%- else %}{{- "<|im_start|>" + message.role + "\\n" + message.content }}
{%- for call in message.tool_calls or [] %}
{{- "<tool_call>\\n{\\"name\\": \\"" + call.function.name + "\\", \\"arguments\\": " }}{{- call.function.arguments | tojson }}{{- "}\\n</tool_call>" }}
{%- endfor %}{{- "<|im_end|>\\n" }}{%- endif %}{%- endfor %}
{%- if add_generation_prompt %}{{- "<|im_start|>assistant\\n" }}{%- endif %}`,
  llama: `{%- if tools is defined and tools is not none %}
{{- 'Respond in the format {"name": function name, "parameters": dictionary of argument name and its value}.' }}
{%- for t in tools %}{{- t | tojson(indent=4) }}{%- endfor %}{%- endif %}
{%- for message in messages %}
{%- if 'tool_calls' in message %}{%- set call = message.tool_calls[0].function %}
{{- '[assistant]{"name": "' + call.name + '", "parameters": ' }}{{- call.arguments | tojson }}{{- "}" }}
{%- elif message.role == "tool" or message.role == "ipython" %}{{- "[ipython]" }}
{%- if message.content is mapping or message.content is iterable %}{{- message.content | tojson }}{%- else %}{{- message.content }}{%- endif %}
{%- else %}{{- '[' + message['role'] + ']' + message['content'] | trim }}{%- endif %}{%- endfor %}
{%- if add_generation_prompt %}{{- '[assistant]' }}{%- endif %}`,
  mistral: `{%- if tools %}{{- "[AVAILABLE_TOOLS] [" }}
{%- for tool in tools %}{{- '{"type": "function", "function": {' }}
{%- for key, val in tool.function.items() if key != "return" %}
{%- if val is string %}{{- '"' + key + '": "' + val + '"' }}{%- else %}{{- '"' + key + '": ' + val | tojson }}{%- endif %}
{%- if not loop.last %}{{- ", " }}{%- endif %}{%- endfor %}{{- "}}" }}
{%- if not loop.last %}{{- ", " }}{%- else %}{{- "]" }}{%- endif %}{%- endfor %}{{- "[/AVAILABLE_TOOLS]" }}{%- endif %}
{%- for message in messages %}
{%- if message.tool_calls is defined and message.tool_calls is not none %}{{- "[TOOL_CALLS] [" }}
{%- for tool_call in message.tool_calls %}
{%- set out = tool_call.function | tojson %}{{- out[:-1] }}
{%- if not tool_call.id is defined or tool_call.id | length != 9 %}{{- raise_exception("Tool call IDs should be alphanumeric strings with length 9!") }}{%- endif %}
{{- ', "id": "' + tool_call.id + '"}' }}{%- if not loop.last %}{{- ", " }}{%- else %}{{- "]" }}{%- endif %}{%- endfor %}
{%- elif message["role"] == "tool" %}{{- '[TOOL_RESULTS] {"content": ' + message.content | string + ', "call_id": "' + message.tool_call_id + '"}[/TOOL_RESULTS]' }}
{%- else %}{{- "[" + message["role"] + "]" + message["content"] }}{%- endif %}{%- endfor %}`,
};

export interface ToolServer extends TestServer {
  tokenizer: Tokenizer;
  /** What a chat becomes. */
  promptOf(body: object): Promise<string>;
}

/**
 * A server of a model whose answers are written beforehand, each token of them a turn of the engine.
 *
 * @param answers of one request after the other; the last one of all that follow
 */
export async function toolServer(
  template: string,
  answers: readonly string[],
  toolFormat?: ToolFormat,
): Promise<ToolServer> {
  const files = byteLevelFiles();
  const { "tokenizer.json": file } = files;
  const first = file.added_tokens[0] as { id: number };
  const marks = MARKS.map((content, index) => ({
    ...{ ...first, id: first.id + file.added_tokens.length + index, content },
  }));
  const tokenizer = await loadTokenizer(
    writeFolder({
      ...files,
      "tokenizer.json": { ...file, added_tokens: [...file.added_tokens, ...marks] },
      "chat_template.jinja": template,
    }),
  );
  const [end = 0] = tokenizer.eosTokens;
  const scripts = await Promise.all(
    answers.map((answer) => tokenizer.encode(answer, { addSpecialTokens: false })),
  );
  let request = -1;
  const engine = new ScriptedEngine((index) => {
    if (index === 0) request++;
    return (scripts[request] ?? scripts.at(-1))?.[index] ?? end;
  });
  const { programs } = SMALL_MODEL;
  const test = await testServer({
    ...{ engine, tokenizer, toolFormat },
    runtime: {
      programs: [...programs].map(([name, { batch }]) => ({ name, batch })),
      choice: onlyProgram({ name: "overlapped" }),
      ...{ pageTokens: PAGE_TOKENS, kvPages: KV_PAGES, sharesPrefixes: true, slots: 16 },
      ...{ outputShare: 1, positions: POSITIONS, vocabularySize: tokenizer.vocabularySize },
    },
  });
  return {
    ...test,
    tokenizer,
    promptOf: async (body) => {
      const tokenized = await test.post("/tokenize", body);
      const { tokens } = (await tokenized.json()) as { tokens: number[] };
      return tokenizer.decode(tokens, { skipSpecialTokens: false });
    },
  };
}
