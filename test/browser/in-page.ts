/// <reference lib="dom" />
// Functions that run inside the browser.

/** Pairs of texts of charts whose drawn areas share more than a hair. */
export function overlappingTexts(): string[] {
  const texts = [...document.querySelectorAll("svg text")]
    .map((text) => ({ name: text.textContent, box: text.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0);
  return texts.flatMap(({ name, box }, index) =>
    texts
      .slice(index + 1)
      .filter(
        ({ box: other }) =>
          Math.min(box.right, other.right) - Math.max(box.left, other.left) > 0.5 &&
          Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > 3,
      )
      .map((other) => `${name} over ${other.name}`),
  );
}

/** Numbers that stand for names: those of the chart that is shown, and those that a key explains. */
export function shownNumbers(): { inChart: number[]; inKey: number[] } {
  const numbersOf = (selector: string) =>
    [...document.querySelectorAll(selector)]
      .map(({ textContent }) => textContent ?? "")
      .filter((text) => /^\d+$/.test(text))
      .map(Number)
      .sort((a, b) => a - b);
  return {
    inChart: numbersOf(".chart:not([hidden]) .nano-operation text"),
    inKey: numbersOf(".key:not([hidden]) b"),
  };
}

/** What is wrong with the document as markup, and how far it is too wide for the window. */
export function faultsOfDocument(): { markup: string[]; overflowPx: number } {
  const errors = [...document.querySelectorAll("parsererror")];
  const { scrollWidth, clientWidth } = document.documentElement;
  return {
    markup: errors.map(({ textContent }) => textContent),
    overflowPx: Math.max(0, scrollWidth - clientWidth),
  };
}

/** Colours of the page's text and background. */
export function inkAndPaper(): { ink: string; paper: string } {
  const { color, backgroundColor } = getComputedStyle(document.body);
  return { ink: color, paper: backgroundColor };
}
