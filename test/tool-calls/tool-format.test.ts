import { expect, it } from "@jest/globals";
import { toolFormatOf } from "../../src/tool-calls/tool-format.ts";

it.each([
  ["hermes", '"<tool_call>\\n{\\"name\\": <function-name>, \\"arguments\\": <args-json-object>}"'],
  ["hermes", '{{- "<tool_call>\\n" }}{{- tool_call.function | tojson }}'],
  ["llama", `{{- 'in the format {"name": function name, "parameters": dictionary of' }}`],
  ["llama", '{{- "<|python_tag|>" + tool_call.name }}'],
  ["mistral", '{{- "[TOOL_CALLS] [" }}'],
  // Qwen3-Coder and GLM write the parts of a call in tags.
  [undefined, "<tool_call>\\n<function=example_function_name>\\n<parameter=example>"],
  [undefined, "<tool_call>{{ call.name }}<arg_key>{{ key }}</arg_key>"],
  [undefined, "{{ tools | tojson }}"],
  [undefined, "[TOOL_CALLS] <tool_call>"],
])("tells %s by the template", (name, template) => {
  expect(toolFormatOf(template)?.name).toBe(name);
});
