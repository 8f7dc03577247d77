/**
 * Plain values that YAML 1.1 (https://yaml.org/type/) and 1.2 (its core schema) take for different
 * things, and that are easily meant to be either. Dates and exponents without a point are texts in one
 * of the two, and clear to read.
 */
const FORMS: readonly RegExp[] = [
  // Octal in one: 0o40 is 32 or a text, 010 is 8 or 10.
  /^[-+]?0o?[0-9_]+$/,
  // Binary, thousands and base 60 in the older one alone.
  /^[-+]?0b[01_]+$/,
  /^[-+]?0x[0-9a-f_]*_[0-9a-f_]*$/i,
  /^[-+]?[0-9.][0-9_]*_[0-9_]*(\.[0-9_]*)?$/,
  /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$/,
  // Truth values, and a key of its own.
  /^(y|n|yes|no|on|off)$/i,
  /^=$/,
];

/** @param source a value without quotes, as it stands in the file */
export function readsInTwoWays(source: string): boolean {
  return FORMS.some((form) => form.test(source));
}

const DATE = /^\d{4}-\d\d?-\d\d?([Tt ].*)?$/;
const EXPONENT = /^[-+]?(\d+\.?\d*|\.\d+)e[-+]?\d+$/i;
/** As the older version writes it: with a point and a sign. */
const OLDER_EXPONENT = /^[-+]?(\d+\.\d*|\.\d+)e[-+]\d+$/i;

/**
 * Whether readers of YAML 1.1 take a value for a date, or for a text, where it is a text or a number
 * here.
 *
 * @param source a value without quotes, as it stands in the file
 */
export function isOtherType(source: string): boolean {
  return DATE.test(source) || (EXPONENT.test(source) && !OLDER_EXPONENT.test(source));
}
