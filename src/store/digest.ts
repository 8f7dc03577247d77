import { createHash } from "node:crypto";
import { canonicalJson } from "../files/canonical-json.ts";
import type { Session } from "../generated/session.ts";

const DIGEST_DIGITS = 16;

/** Of a line without its end: tells what was cut off or edited, and in which line. */
export function lineDigest(line: string): string {
  return createHash("sha256").update(line).digest("hex").slice(0, DIGEST_DIGITS);
}

/** Of a session's first line, which lists the digests of all others. */
export function sessionHash(session: Omit<Session, "hash"> & { hash?: string }): string {
  const { hash: _, ...hashed } = session;
  return createHash("sha256").update(canonicalJson(hashed)).digest("hex");
}
