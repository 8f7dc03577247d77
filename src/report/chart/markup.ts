/** An attribute is left out when its value is undefined. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Text that may stand in SVG, HTML and their attributes. */
export function escapeText(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** An element with children that are markup already. Numbers are rounded to hundredths. */
export function element(
  name: string,
  attributes: Attributes,
  ...children: readonly string[]
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeText(textOf(value))}"`)
    .join("");
  if (children.length === 0) return `<${name}${written}/>`;
  return `<${name}${written}>${children.join("")}</${name}>`;
}

function textOf(value: string | number | undefined): string {
  return typeof value === "number" ? String(Number(value.toFixed(2))) : String(value);
}
