import type { CompiledGrammar, GrammarCompiler, GrammarMatcher } from "@mlc-ai/web-xgrammar";
import { grammarOf } from "../format-grammar.ts";
import type { OutputFormat } from "../output-format.ts";
import type { TokenVocabulary } from "../token-vocabulary.ts";
import { type GrammarLibrary, loadGrammarLibrary } from "./grammar-library.ts";

/** Compiled grammars that are kept, the last ones used. */
const MOST_KEPT = 32;

/** Follows outputs through formats, each the JSON of an `OutputFormat`. */
export class Matchers {
  readonly #library: GrammarLibrary;
  readonly #compiler: GrammarCompiler;
  /** By format, the last one used at the end. */
  readonly #compiled = new Map<string, CompiledGrammar>();
  readonly #matchers = new Map<number, GrammarMatcher>();

  private constructor(library: GrammarLibrary, compiler: GrammarCompiler) {
    this.#library = library;
    this.#compiler = compiler;
  }

  static async load({ size, bytes, ends, endTokens }: TokenVocabulary): Promise<Matchers> {
    const library = await loadGrammarLibrary();
    const tokens = Array.from(ends, (end, token) => bytes.subarray(ends[token - 1] ?? 0, end));
    const info = await library.TokenizerInfo.createTokenizerInfo(
      // Bytes do as well as strings, which could hold no part of a character.
      tokens as unknown as string[],
      "raw",
      false,
      size,
      [...endTokens],
    );
    // What is kept is bounded here.
    return new Matchers(library, await library.GrammarCompiler.createGrammarCompiler(info, false));
  }

  /** Makes a format ready. @throws SchemaFault where outputs cannot be held to it */
  async compile(format: string): Promise<CompiledGrammar> {
    const known = this.#compiled.get(format);
    this.#compiled.delete(format);
    const compiled = known ?? (await this.#compileAnew(format));
    this.#compiled.set(format, compiled);
    for (const [oldest, each] of this.#compiled) {
      if (this.#compiled.size <= MOST_KEPT) break;
      this.#compiled.delete(oldest);
      each.dispose();
    }
    return compiled;
  }

  #compileAnew(format: string): Promise<CompiledGrammar> {
    return this.#compiler.compileGrammar(grammarOf(JSON.parse(format) as OutputFormat));
  }

  /** Starts an output. @returns what may come first */
  async begin(output: number, format: string): Promise<Int32Array> {
    const compiled = await this.compile(format);
    const matcher = await this.#library.GrammarMatcher.createGrammarMatcher(compiled);
    this.#matchers.set(output, matcher);
    return this.#maskOf(matcher);
  }

  /** Takes an output's next token. @returns what may come behind it */
  async next(output: number, token: number): Promise<Int32Array> {
    const matcher = this.#matchers.get(output);
    if (matcher === undefined) throw new Error(`no output ${output} was begun`);
    if (!matcher.acceptToken(token)) {
      throw new Error(`token ${token} is none that the format lets through`);
    }
    return this.#maskOf(matcher);
  }

  end(output: number): void {
    this.#matchers.get(output)?.dispose();
    this.#matchers.delete(output);
  }

  async #maskOf(matcher: GrammarMatcher): Promise<Int32Array> {
    const mask = await matcher.getNextTokenBitmask();
    if (mask.some((word) => word !== 0)) return mask;
    throw new Error("no token of the vocabulary spells what the format asks for");
  }
}
