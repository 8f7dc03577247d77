import { type Document, Scalar, type ScalarTag, type Tags, visit } from "yaml";

/**
 * Words that YAML 1.1 reads as true, false or null. Beyond them, what starts with a letter is text
 * in every version; the rest may be a number, a date or a time of day (https://yaml.org/type/).
 */
const WORDS = /^(y|n|yes|no|on|off|true|false|null)$/i;
/** Line breaks of YAML 1.1, and what it allows only as an escape. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** Numbers with an exponent: readers of YAML 1.1 take them for text unless they have a point. */
const EXPONENT: ScalarTag = {
  tag: "tag:yaml.org,2002:float",
  default: true,
  identify: (value) => typeof value === "number" && String(value).includes("e"),
  // Only for writing.
  test: /^(?!)/,
  resolve: Number,
  stringify: ({ value }) => String(value).replace(/^(-?\d+)e/, "$1.0e"),
};

/** Tags of a document that is to be read alike by readers of YAML 1.1 and 1.2. */
export function portableTags(tags: Tags): Tags {
  return [EXPONENT, ...tags];
}

/** Puts every text in quotes that another version of YAML could read as something else. */
export function quoteAmbiguous(document: Document): void {
  visit(document, {
    Scalar(_, node) {
      const { value } = node;
      if (typeof value !== "string") return;
      if (/^[a-z]/i.test(value) && !WORDS.test(value) && value.search(UNPRINTABLE) < 0) return;
      node.type = Scalar.QUOTE_DOUBLE;
    },
  });
}

/** Text with escapes for what only quoted strings hold, once {@link quoteAmbiguous} has quoted them. */
export function escapeUnprintable(text: string): string {
  return text.replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
