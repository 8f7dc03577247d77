import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { ApiError } from "../protocol/api-error.ts";

/** Paths that anybody may ask for: probes, dashboards and browsers bring no key, and see no text. */
const OPEN = new Set(["/", "/status.json", "/health", "/metrics"]);

/**
 * @param key undefined: none is wanted
 * @throws ApiError 401 on a request without it
 */
export function requireKey(
  key: string | undefined,
  path: string,
  { authorization = "", "api-key": azure }: IncomingHttpHeaders,
): void {
  if (key === undefined || OPEN.has(path)) return;
  const [, bearer = ""] = /^Bearer\s+(.+)$/i.exec(authorization) ?? [];
  const given = bearer === "" && typeof azure === "string" ? azure : bearer;
  if (given !== "" && isEqual(given, key)) return;
  const what = given === "" ? "the request brings no API key" : "the API key is not the server's";
  throw new ApiError(401, `${what}: send \`Authorization: Bearer KEY\``, {
    code: "invalid_api_key",
    isFinal: true,
  });
}

/** In a time that says nothing of where they differ. */
function isEqual(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
