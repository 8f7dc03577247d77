import { scaleBand } from "d3-scale";
import type { Region } from "../../analysis/regions.ts";
import { formatInteger } from "../../text/units.ts";
import { element, escapeText } from "./markup.ts";
import { resourceFill } from "./palette.ts";
import { svgDocument, svgText, textWidth } from "./svg.ts";

const [WIDTH, HEIGHT] = [760, 430];
const [LEFT, RIGHT, TOP, BOTTOM] = [70, 20, 34, 54];

/**
 * Map over input and output lengths. The colour says which resource bounds a step. The number is
 * the throughput if resources overlapped perfectly, in thousands of tokens per second and GPU.
 * Empty where a request does not fit the KV cache.
 */
export function renderRegions(
  regions: readonly Region[],
  promptLengths: readonly number[],
  outputLengths: readonly number[],
): string {
  const x = scaleBand(promptLengths.map(String), [LEFT, WIDTH - RIGHT]).padding(0.04);
  const y = scaleBand(outputLengths.map(String), [HEIGHT - BOTTOM, TOP]).padding(0.06);
  const middle = (start: number | undefined, size: number) => (start ?? 0) + size / 2;
  return svgDocument(WIDTH, HEIGHT, "What bounds a step, over input and output lengths", [
    ...legend(),
    ...promptLengths.map((tokens) =>
      svgText(
        formatInteger(tokens),
        middle(x(String(tokens)), x.bandwidth()),
        HEIGHT - BOTTOM + 16,
        { tone: "muted", anchor: "middle" },
      ),
    ),
    ...outputLengths.map((tokens) =>
      svgText(formatInteger(tokens), LEFT - 8, middle(y(String(tokens)), y.bandwidth()) + 4, {
        tone: "muted",
        anchor: "end",
      }),
    ),
    svgText("input tokens", (LEFT + WIDTH) / 2, HEIGHT - 12, { tone: "muted", anchor: "middle" }),
    svgText("output tokens", 14, 20, { tone: "muted" }),
    ...regions.map((region) => {
      const [left, top] = [x(String(region.promptTokens)), y(String(region.outputTokens))];
      const tip = `${region.promptTokens}/${region.outputTokens}: ${region.bound}-bound\ndense batch ${formatInteger(region.batchTokens)} tokens\n${formatInteger(region.tokensPerSecondPerGpu)} tokens/s per GPU at best`;
      return element(
        "g",
        { "data-tip": tip },
        element("title", {}, escapeText(tip)),
        element("rect", {
          x: left,
          y: top,
          width: x.bandwidth(),
          height: y.bandwidth(),
          fill: resourceFill(region.bound),
        }),
        svgText(
          (region.tokensPerSecondPerGpu / 1000).toPrecision(3),
          middle(left, x.bandwidth()),
          middle(top, y.bandwidth()) + 4,
          { black: true, anchor: "middle" },
        ),
      );
    }),
  ]);
}

function legend(): string[] {
  let x = LEFT + 60;
  return (["compute", "memory", "network"] as const).map((resource) => {
    const label = `${resource}-bound`;
    const mark = element(
      "g",
      { transform: `translate(${x} 10)` },
      element("rect", { width: 12, height: 12, fill: resourceFill(resource) }),
      svgText(label, 18, 10),
    );
    x += 18 + textWidth(label) + 14;
    return mark;
  });
}
