import { isMap, isScalar, isSeq, type Pair, Document as YamlDocument } from "yaml";
import { escapeUnprintable, portableTags, quoteAmbiguous } from "./portable-scalars.ts";

const LINE_WIDTH = 110;

/**
 * YAML that YAML 1.1 and 1.2 read alike, with a blank line and a comment before top-level keys.
 *
 * @param value keys in the order in which the file lists them
 * @param comments by top-level key
 */
export function commentedYaml(value: object, comments: Readonly<Record<string, string>>): string {
  const document = new YamlDocument(value, {
    aliasDuplicateObjects: false,
    customTags: portableTags,
  });
  quoteAmbiguous(document);
  for (const pair of pairsOf(document.contents)) {
    if (!isScalar(pair.key)) continue;
    const comment = comments[String(pair.key.value)];
    pair.key.spaceBefore = comment !== undefined;
    if (comment !== undefined) pair.key.commentBefore = comment.replaceAll(/^/gm, " ");
    compact(pair.value, 1);
  }
  const text = document.toString({
    lineWidth: LINE_WIDTH,
    minContentWidth: 0,
    flowCollectionPadding: false,
  });
  return escapeUnprintable(text);
}

/** Puts lists of scalars, and small maps inside other collections, on one line each. */
function compact(node: unknown, depth: number): void {
  if (isSeq(node)) {
    node.flow = node.items.every(isScalar) && JSON.stringify(node).length < LINE_WIDTH;
    for (const item of node.items) compact(item, depth + 1);
    return;
  }
  if (!isMap(node)) return;
  for (const { value } of pairsOf(node)) compact(value, depth + 1);
  node.flow = depth > 1 && node.items.length <= 5 && pairsOf(node).every(isSmall);
}

function isSmall({ value }: Pair): boolean {
  return isScalar(value) || (isSeq(value) && value.flow === true);
}

function pairsOf(node: unknown): Pair[] {
  return isMap(node) ? node.items : [];
}
