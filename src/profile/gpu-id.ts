const KNOWN: readonly [pattern: RegExp, id: string][] = [
  [/\bH100\b.*\bHBM3\b/, "h100-sxm"],
  [/\bH100\b.*\bPCIe\b/, "h100-pcie"],
  [/\bH100\b.*\bNVL\b/, "h100-nvl"],
  [/\bH200\b.*\bNVL\b/, "h200-nvl"],
  [/\bH200\b/, "h200-sxm"],
  [/\bA100-SXM\d?\b/, "a100-sxm"],
  [/\bA100\b.*\bPCIE?\b/i, "a100-pcie"],
];

/** Name for --gpu and the profile's folder, from the name that the driver gives a GPU. */
export function gpuIdOf(driverName: string): string {
  const known = KNOWN.find(([pattern]) => pattern.test(driverName));
  if (known !== undefined) return known[1];
  return driverName
    .toLowerCase()
    .replace(/^nvidia\s+(geforce\s+)?/, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}
