import { nearestNames } from "../../text/nearest-name.ts";
import { ApiError } from "./api-error.ts";
import { shownName } from "./shown-name.ts";

/** @throws ApiError 404, in the code that clients know, on a name that is not served */
export function requireServed(name: string | undefined, served: readonly string[]): string {
  const [first = ""] = served;
  if (name === undefined) return first;
  if (served.includes(name)) return name;
  const asked = shownName(name);
  const [nearest = first] = nearestNames(asked, served);
  throw new ApiError(404, `no model \`${asked}\` is served here: use \`${nearest}\``, {
    type: "invalid_request_error",
    code: "model_not_found",
    param: "model",
  });
}
