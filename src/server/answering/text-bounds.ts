import { badRequest } from "../protocol/api-error.ts";

/**
 * Texts with more UTF-8 bytes than this for each token of the context are refused before anything is
 * made of them. Prose has about 4 bytes to a token, and long runs of spaces up to 128 to one: a text
 * above the bound has no room in the context, unless it is little but such runs.
 */
const MOST_BYTES_PER_TOKEN = 64;

/** @throws ApiError 400 on more bytes of text than the context can hold */
export function requireRoom(bytes: number, contextTokens: number, param: string): void {
  const most = contextTokens * MOST_BYTES_PER_TOKEN;
  if (bytes <= most) return;
  throw badRequest(
    `\`${param}\` has ${bytes} bytes of text, and a context of ${contextTokens} tokens takes up to ${most}: shorten it`,
    param,
    "context_length_exceeded",
  );
}

/** UTF-8 bytes of all texts in a JSON value, its keys included. */
export function textBytes(value: unknown): number {
  let bytes = 0;
  // Recursion would end at the depth of the stack, which clients can exceed.
  const left: unknown[] = [value];
  while (left.length > 0) {
    const each = left.pop();
    if (typeof each === "string") bytes += Buffer.byteLength(each);
    else if (Array.isArray(each)) for (const item of each) left.push(item);
    else if (typeof each === "object" && each !== null) {
      for (const [key, item] of Object.entries(each)) left.push(key, item);
    }
  }
  return bytes;
}
