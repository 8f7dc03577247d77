/** The part of XGrammar that is used here. */
export type GrammarLibrary = typeof import("@mlc-ai/web-xgrammar");

/**
 * XGrammar, compiled to WebAssembly. Its bundle is a script for browsers: it asks `location` where it
 * lies, and leaves what it exports in a global. So it belongs on a thread of its own.
 */
export async function loadGrammarLibrary(): Promise<GrammarLibrary> {
  const scope = globalThis as unknown as { location?: URL; xgrammar?: GrammarLibrary };
  scope.location = new URL(import.meta.resolve("@mlc-ai/web-xgrammar"));
  await import("@mlc-ai/web-xgrammar");
  if (scope.xgrammar === undefined) throw new Error("XGrammar left no exports");
  return scope.xgrammar;
}
