/** What a terminal takes for an order, or does not show; line breaks too, which a log may take for one. */
const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** A name that may come from anyone, such as that of a file, in one line that shows all of it. */
export function printable(name: string): string {
  return name.replaceAll(
    HIDDEN,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}

const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`);
/** Colours, which this program writes itself, line breaks and tabs; or else what is hidden. */
const KEPT_OR_HIDDEN = new RegExp(`(${COLOUR.source}|[\\n\\t])|${HIDDEN.source}`, "gu");

/** Output as it may reach a terminal, whatever names are in it: no more than text and colours. */
export function plainOutput(text: string): string {
  return text.replaceAll(KEPT_OR_HIDDEN, (part, kept?: string) => kept ?? printable(part));
}
