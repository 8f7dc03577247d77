const [OBJECT, OBJECT_END, ARRAY, ARRAY_END] = [0x7b, 0x7d, 0x5b, 0x5d] as const;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const SPACE = 0x20;

export interface RepeatedKey {
  name: string;
  /** Where it stands again, in UTF-16 units from the start of the text. */
  offset: number;
}

/**
 * The first key that one object has twice: `JSON.parse` would take the last of them, and say nothing.
 * The text is read once, without recursion.
 *
 * @param text JSON without errors
 */
export function repeatedKey(text: string): RepeatedKey | undefined {
  /** The keys of each object that is open; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === OBJECT) open.push(new Set());
    else if (code === ARRAY) open.push(undefined);
    else if (code === OBJECT_END || code === ARRAY_END) open.pop();
    else if (code === QUOTE) {
      const end = endOfString(text, at);
      if (isKey(text, end)) {
        const name = stringIn(text.slice(at, end));
        const keys = open.at(-1);
        if (keys?.has(name)) return { name, offset: at };
        keys?.add(name);
      }
      at = end - 1;
    }
  }
  return undefined;
}

/** Behind the closing quote of the string that begins at a place. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at++;
  }
}

/** Whether a string that ends at a place is a key: a colon follows, maybe behind white space. */
function isKey(text: string, end: number): boolean {
  let at = end;
  while (text.charCodeAt(at) <= SPACE) at++;
  return text.charCodeAt(at) === COLON;
}

/** @param quoted a string with its quotes */
function stringIn(quoted: string): string {
  return quoted.includes("\\") ? JSON.parse(quoted) : quoted.slice(1, -1);
}
