#!/usr/bin/env bash
# Guess: a chat template that transformers renders gives the same text by the JavaScript library that Hugging Face keeps for them.
# Seen: where a loop leaves a turn by `continue` or `break`, what the turn had printed until then is gone. And `strip('x')`
# strips blanks, whatever it is given. Nothing is refused.
# Why it matters: templates use loop controls to skip system messages and tool calls. A server in JavaScript then prompts the
# model with less than it was trained on, and says nothing.
# Version: @huggingface/jinja 0.5.11 beside Jinja2 3.1.6 with its loop controls, as transformers sets it up. Seen on 2026-11-30.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/venv"
"$dir/venv/bin/pip" install --quiet --disable-pip-version-check jinja2==3.1.6
cd "$dir"
npm install --silent --no-audit --no-fund @huggingface/jinja@0.5.11
cat >templates.json <<'JSON'
["{% for m in messages %}<{{ m }}>{% if m == 'b' %}{% continue %}{% endif %}!{% endfor %}",
 "{% for m in messages %}<{{ m }}>{% if m == 'b' %}{% break %}{% endif %}!{% endfor %}",
 "{{ 'xax'.strip('x') }}"]
JSON
cat >seen.mjs <<'JS'
import { readFileSync } from "node:fs";
import { Template } from "@huggingface/jinja";
const templates = JSON.parse(readFileSync("templates.json", "utf8"));
const messages = ["a", "b", "c"];
console.log(JSON.stringify(templates.map((text) => new Template(text).render({ messages }))));
JS
"$dir/venv/bin/python" - <<'PY' >original.json
import json
from jinja2.sandbox import ImmutableSandboxedEnvironment

environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"])
templates = json.load(open("templates.json"))
print(json.dumps([environment.from_string(text).render(messages=["a", "b", "c"]) for text in templates], separators=(",", ":")))
PY
node seen.mjs >javascript.json
echo "Jinja2:             $(cat original.json)"
echo "@huggingface/jinja: $(cat javascript.json)"
if [ "$(cat original.json)" != '["<a>!<b><c>!","<a>!<b>","a"]' ] || [ "$(cat javascript.json)" != '["<a>!<c>!","<a>!","xax"]' ]; then
  echo "changed: the two render these templates otherwise" >&2
  exit 1
fi
echo "as found: output before break and continue is lost, and strip ignores its argument"
