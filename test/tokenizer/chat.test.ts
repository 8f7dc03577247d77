import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { PythonTemplate } from "../../src/tokenizer/chat/python-template.ts";
import { loadTokenizer } from "../../src/tokenizer/load-tokenizer.ts";
import type { ChatMessage, ChatOptions } from "../../src/tokenizer/tokenizer.ts";
import { askPython, describeWithPython } from "../support/python.ts";
import { byteLevelFiles, writeFolder } from "../support/tokenizer-folder.ts";
import { TOOL_TEMPLATES } from "../support/tool-server.ts";

const LINES = `{{ bos_token }}{% for message in messages %}
{% if message.role not in ['system', 'user', 'assistant', 'tool'] %}
{{ raise_exception('Only system, user and assistant may speak, and not ' + message.role) }}
{% endif %}
[{{ message['role'] }}] {{ message.content | trim }}{{ eos_token }}
{% endfor %}
{% if add_generation_prompt %}[assistant] {% endif %}`;
const PROMPT = { addGenerationPrompt: true };
const HELLO = [{ role: "user", content: " Hello " }];

interface Folder {
  template?: unknown;
  files?: Readonly<Record<string, string>>;
}

/** Renders with the templates of a folder. */
async function render(
  { template, files = {} }: Folder,
  messages: readonly ChatMessage[] = HELLO,
  options: ChatOptions = PROMPT,
): Promise<string> {
  const { "tokenizer_config.json": config, ...others } = byteLevelFiles();
  const chat = template === undefined ? {} : { chat_template: template };
  const folder = writeFolder({ ...others, "tokenizer_config.json": { ...config, ...chat } });
  mkdirSync(join(folder, "additional_chat_templates"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return (await loadTokenizer(folder)).renderChat(messages, options);
}

describe("a large chat", () => {
  it("is worded on another thread as it is on this one, refusals included", async () => {
    const files = { ...byteLevelFiles(), "chat_template.jinja": LINES };
    const tokenizer = await loadTokenizer(writeFolder(files));
    const say = (content: string) => Array(100).fill({ role: "user", content }) as ChatMessage[];
    const chats = [say("a"), say("b")];
    const texts = chats.map((chat) => tokenizer.renderLargeChat(chat, PROMPT));
    expect(await Promise.all(texts)).toEqual(
      chats.map((chat) => tokenizer.renderChat(chat, PROMPT)),
    );
    const refused = [...say("a"), { role: "nobody", content: "" }];
    await expect(tokenizer.renderLargeChat(refused, PROMPT)).rejects.toMatchObject({
      code: "E_USAGE",
      message: expect.stringContaining("and not nobody"),
    });
    expect(await tokenizer.renderLargeChat(HELLO, PROMPT)).toContain("Hello");
  });

  it("that no thread can be given is refused, and the next one is worded", async () => {
    const tokenizer = await loadTokenizer(
      writeFolder({ ...byteLevelFiles(), "chat_template.jinja": LINES }),
    );
    const unclonable = [{ role: "user", content: "a", more: () => {} }];
    await expect(tokenizer.renderLargeChat(unclonable, PROMPT)).rejects.toThrow("could not be");
    expect(await tokenizer.renderLargeChat(HELLO, PROMPT)).toContain("Hello");
  });
});

describe("the chat template of a checkpoint", () => {
  const named = [
    { name: "default", template: "plain" },
    { name: "tool_use", template: "tools: {{ tools | length }}" },
  ];
  const files = { "chat_template.jinja": "of the file" };

  it.each([
    {
      where: "a text",
      folder: { template: LINES },
      expected: /\[user\] Hello<\|eot_id\|>\n\[assist/,
    },
    { where: "the default of a list", folder: { template: named }, expected: /^plain$/ },
    {
      where: "a file beside it, which wins",
      folder: { template: LINES, files },
      expected: /^of the/,
    },
  ])("is $where", async ({ folder, expected }) => {
    expect(await render(folder)).toMatch(expected);
  });

  it("is another one for tools, where there is one", async () => {
    const tools = { ...PROMPT, tools: [{ type: "function" }] };
    expect(await render({ template: named }, HELLO, tools)).toBe("tools: 1");
    const beside = { ...files, "additional_chat_templates/tool_use.jinja": "with tools" };
    expect(await render({ files: beside }, HELLO, tools)).toBe("with tools");
    expect(await render({ files: beside })).toBe("of the file");
  });

  it("is missed by name", async () => {
    await expect(render({})).rejects.toThrow("the checkpoint has no chat template");
    await expect(render({ template: named.slice(1) })).rejects.toThrow(
      "no chat template `default`",
    );
  });

  it.each(["{% if %}", "{{ x", [{ name: "default" }], 7])(
    "is refused at once: %j",
    async (template) => {
      await expect(render({ template })).rejects.toMatchObject({ code: "E_INVALID_FILE" });
    },
  );

  it("is refused where the library would lose text before a break", async () => {
    const loop = (inner: string) => `{% for m in messages %}${inner}{% endfor %}`;
    const stop = "{% if true %}{% break %}{% endif %}";
    for (const inner of [
      `x${stop}`,
      `{{ m.role }}${stop}`,
      `{% if true %}x{% continue %}{% endif %}`,
    ]) {
      await expect(render({ template: loop(inner) })).rejects.toThrow("text before a `break`");
    }
    expect(await render({ template: loop(`{% set x = 1 %}${stop}x`) })).toBe("");
    expect(await render({ template: `a${loop(`${loop("b")}`)}${loop(stop)}` })).toBe("ab");
  });

  it("writes the token of the start, so that encoding must not", async () => {
    const { "tokenizer_config.json": config, ...others } = byteLevelFiles();
    const settings = { ...config, chat_template: LINES };
    const tokenizer = await loadTokenizer(
      writeFolder({ ...others, "tokenizer_config.json": settings }),
    );
    const tokens = await tokenizer.encode(tokenizer.renderChat(HELLO, PROMPT), {
      addSpecialTokens: false,
    });
    const starts = tokens.filter((token) => tokenizer.piece(token) === "<|begin_of_text|>");
    expect(starts).toHaveLength(1);
  });
});

describe("messages", () => {
  it("are the same to a template where all of them is, as in Python", async () => {
    const template = "{% for m in messages %}{{ m == messages[0] }}{{ m.meta != 1 }} {% endfor %}";
    const meta = { a: [1, { b: null }] };
    const messages = [meta, { a: [1, { b: null }] }, { a: [1, {}] }].map((each) => ({
      ...{ role: "user", content: "a", meta: each },
    }));
    expect(await render({ template }, messages)).toBe("TrueTrue TrueTrue FalseTrue ");
  });

  it("are refused in the template's own words", async () => {
    const wizard = [{ role: "wizard", content: "!" }];
    await expect(render({ template: LINES }, wizard)).rejects.toMatchObject({
      code: "E_USAGE",
      message: expect.stringContaining("may speak, and not wizard"),
    });
    await expect(render({ template: LINES }, [])).rejects.toThrow("a chat without messages");
  });

  it("may have nulls and no content", async () => {
    const template = "{% for m in messages %}{{ m.content }}{{ m.name is defined }};{% endfor %}";
    const messages = [{ role: "assistant", content: null, name: null }, { role: "user" }];
    expect(await render({ template }, messages)).toBe("False;False;");
  });

  it("become one text for templates that read no parts", async () => {
    const content = [
      { type: "text", text: "one" },
      { type: "text", text: "two" },
    ];
    const messages = [{ role: "user", content }];
    const text = "{% for m in messages %}{{ 'x' if 'o' in m.content }}{{ m.content }}{% endfor %}";
    expect(await render({ template: text }, messages)).toBe("xone\ntwo");
    const parts =
      "{% for m in messages %}{% for p in m['content'] %}<{{ p.text }}>{% endfor %}{% endfor %}";
    expect(await render({ template: parts }, messages)).toBe("<one><two>");
    const image = [{ role: "user", content: [{ type: "image_url" }] }];
    await expect(render({ template: text }, image)).rejects.toThrow("reads text alone");
  });

  it("hand arguments of tools on as objects, as templates read them", async () => {
    const template = "{{ messages[0].tool_calls[0].function.arguments | tojson }}";
    const call = (text: string) => [
      { role: "assistant", tool_calls: [{ function: { arguments: text } }] },
    ];
    expect(await render({ template }, call('{"city":"Köln"}'))).toBe('{"city": "Köln"}');
    expect(await render({ template }, call("{"))).toBe('"{"');
  });

  it("say which tool answered, by the call that they answer", async () => {
    const template = "{% for m in messages %}{{ m.role }}={{ m.name }};{% endfor %}";
    const call = (id: string, name: string) => ({ id, type: "function", function: { name } });
    const messages = [
      { role: "assistant", tool_calls: [call("1", "f"), call("2", "g")] },
      { role: "tool", tool_call_id: "2", content: "a" },
      { role: "tool", tool_call_id: "1", content: "b", name: "own" },
      { role: "tool", tool_call_id: "3", content: "c" },
    ];
    const calls = "{{ messages[0].tool_calls | length }}";
    expect(await render({ template: template + calls }, messages)).toBe(
      "assistant=;tool=g;tool=own;tool=;2",
    );
  });

  it("can be gone on with", async () => {
    const messages = [...HELLO, { role: "assistant", content: "The answer is " }];
    const options = { addGenerationPrompt: false, continueFinalMessage: true };
    const text = await render({ template: LINES }, messages, options);
    expect(text.endsWith("[assistant] The answer is")).toBe(true);
    await expect(
      render({ template: LINES }, messages, { ...options, addGenerationPrompt: true }),
    ).rejects.toThrow("both go on with the last message and start the next one");
    await expect(render({ template: "content" }, messages, options)).rejects.toThrow(
      "leaves the last",
    );
  });

  it.each([
    { role: "USER", content: "a" },
    { role: "constructor", content: "a" },
    { role: "user", content: "a", contnet: "b" },
    { role: "user", content: "a", toString: "b" },
    { role: "user", content: "a", "": "b" },
    JSON.parse('{"role":"user","content":"a","__proto__":{"content":"b"}}') as ChatMessage,
    { role: "assistant", tool_calls: [{ function: { name: "f", arguments: "{}" } }] },
  ])("are refused where their template would lose them: %j", async (message) => {
    const template = "{% for m in messages %}[{{ m.role }}] {{ m.content }}{% endfor %}";
    await expect(render({ template }, [message])).rejects.toMatchObject({
      code: "E_USAGE",
      message: expect.stringContaining("which the chat template does not name"),
    });
  });

  it("may have roles and keys of the template's own, and what answers carry", async () => {
    const template = "{{ messages[0].meta if messages[0].role == 'critic' }}";
    expect(await render({ template }, [{ role: "critic", meta: "good" }])).toBe("good");
    const sentBack = { name: "n", refusal: "", annotations: [], tool_calls: [], reasoning: "r" };
    const answer = [{ role: "assistant", content: "a", ...sentBack }];
    expect(await render({ template: "{{ messages[0].content }}" }, answer)).toBe("a");
  });

  it("take arguments for the template, but not in the place of its own", async () => {
    const template = "{{ style }}";
    const styled = { ...PROMPT, templateArguments: { style: "brief" } };
    expect(await render({ template }, HELLO, styled)).toBe("brief");
    const own = { ...PROMPT, templateArguments: { messages: [] } };
    await expect(render({ template }, HELLO, own)).rejects.toThrow("`messages` is no argument");
    const misspelt = { ...PROMPT, templateArguments: { stile: "brief" } };
    await expect(render({ template }, HELLO, misspelt)).rejects.toThrow("argument `stile` is");
  });
});

/** What templates do that libraries print in different ways. */
const TEMPLATES = [
  "{{ true }} {{ false }} {{ none }} {{ missing }} {{ 1 }} {{ 1.5 }} {{ 4 / 2 }} {{ 'x' ~ 1 ~ true ~ none }}",
  "{{ messages[1] }} {{ [1, 'it\\'s', none, true, 2.0, \"q\\n\"] }} {{ {'k': [1]} }} {{ ['é\\u200b'] }}",
  "{{ [1, {'a': none}] | string }}{{ true | string }}",
  "{{ '\\n\\n a \\n'.strip('\\n') }}|{{ '\\n a'.lstrip('\\n') }}|{{ 'a \\n'.rstrip('\\n') }}|{{ ' a '.strip() }}|{{ 'xx'.strip('x') }}|{{ '😀a'.lstrip('😀') }}",
  "{{ tools | tojson }}{{ tools | tojson(indent=2) }}{{ 'é</s>' | tojson }}{{ none | tojson }}",
  "{%- for m in messages %}{{ loop.index }}{{ loop.last }}{{ m.role | upper }}{% if not loop.last %},{% endif %}{%- endfor %}",
  "{% set ns = namespace(n=0, s=false) %}{% for m in messages %}{% set ns.n = ns.n + 1 %}{% if m.role == 'user' %}{% set ns.s = true %}{% endif %}{% endfor %}{{ ns.n }}{{ ns.s }}",
  "{% for m in messages[1:] %}{{ m.role }}{% endfor %}{{ messages[-1].role }}{% for m in messages[::-1] %}{{ m.role[0] }}{% endfor %}",
  "{% macro item(a, b='-') %}{{ b }}{{ a }}{% endmacro %}{{ item(true) }}{{ item(none, b='+') }}",
  "{% for k, v in messages[2].meta.items() %}{{ k }}={{ v }};{% endfor %}{% for k, v in messages[2].meta | items %}{{ k }}{% endfor %}",
  "{{ messages | map(attribute='role') | join('/') }}{{ messages | selectattr('role', 'equalto', 'user') | list | length }}",
  "{% generation %}x{% endgeneration %}{# c #}  {%- if tools is not none and tools %}\n  y\n  {% endif %}\nz\n",
  "{% for m in messages %}{% if m.role == 'user' %}{% continue %}{% endif %}{% if loop.index0 > 2 %}{% break %}{% endif %}{{ m.role }}{% endfor %}",
  "{{ 'a' if messages[0].role == 'system' else 'b' }}{{ missing | default('d') }}{{ messages[0].get('x', 'e') }}{{ 'y' if false }}",
  "{% set text %}block {{ true }}{% endset %}{{ text }}{% filter upper %}abc{% endfilter %}",
  "{% for m in messages %}{{ m == messages[1] }}{{ m != messages[-1] }}{% endfor %}{{ messages == messages[:] }}",
  "{{ 1 == '1' }}{{ 1 == 1.0 }}{{ true == 1 }}{{ none == missing }}{{ missing == gone }}{{ none == false }}{{ '' == none }}",
  "{{ [1, [2]] == [1.0, [2]] }}{{ [1] == [1, 2] }}{{ (1, 2) == [1, 2] }}{{ {'a': 1, 'b': [none]} == {'b': [none], 'a': 1} }}{{ {'a': 1} != {'b': 1} }}{{ [] == '' }}",
  "{{ raise_exception('no') }}",
];
const MESSAGES = [
  { role: "system", content: "S" },
  { role: "user", content: " a\nb " },
  { role: "assistant", content: "", meta: { k: "v ü", n: 1, f: 1.5, z: null, b: true, l: [] } },
];
const TOOLS = [{ name: "x", p: { "a<b": 1, é: [true, null] } }];

const RENDER = `
import json, sys
from transformers.utils.chat_template_utils import render_jinja_template
given = json.load(sys.stdin)
texts = []
for template in given["templates"]:
    try:
        texts.append(render_jinja_template([given["messages"]], chat_template=template, tools=given["tools"], add_generation_prompt=True)[0][0])
    except Exception:
        texts.append(None)
print(json.dumps(texts))`;

describeWithPython("templates, beside Python", ["transformers", "jinja2"], () => {
  let expected: (string | null)[];

  beforeAll(() => {
    const input = { templates: TEMPLATES, messages: MESSAGES, tools: TOOLS };
    expected = askPython(RENDER, input) as typeof expected;
  });

  it.each(TEMPLATES.map((template, index) => ({ template, index })))(
    "print the same: $template",
    ({ template, index }) => {
      const variables = { messages: MESSAGES, tools: TOOLS, documents: null };
      let text: string | null = null;
      try {
        text = new PythonTemplate(template).render({ ...variables, add_generation_prompt: true });
      } catch {}
      expect(text).toBe(expected[index]);
    },
  );

  it("word tools, calls and what tools answered the same", async () => {
    const parameters = { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object" };
    const tool = { name: "f", description: "d é", parameters: { ...parameters, required: ["a"] } };
    const tools = [
      { type: "function", function: { ...tool, strict: true } },
      { type: "function", function: { name: "g" } },
    ];
    const chat = (args: unknown) => {
      const call = { id: "abcdefghi", type: "function", function: { name: "f", arguments: args } };
      return [
        { role: "user", content: "a" },
        { role: "assistant", content: "", tool_calls: [call] },
        { role: "tool", tool_call_id: "abcdefghi", content: "1 < 2" },
      ];
    };
    const args = { a: [1, "ü", { b: null }], c: true };
    for (const template of Object.values(TOOL_TEMPLATES)) {
      const [text] = askPython(RENDER, {
        ...{ templates: [template], messages: chat(args), tools },
      }) as string[];
      const rendered = await render({ template }, chat(JSON.stringify(args)), {
        ...{ addGenerationPrompt: true, tools },
      });
      expect(rendered).toBe(text);
    }
  });
});
