import { expect, it } from "@jest/globals";
import type { Plan } from "../../src/generated/plan.ts";
import { renderHtml } from "../../src/report/chart/plan-html.ts";
import { renderSvg } from "../../src/report/chart/plan-svg.ts";
import { planFixture } from "../support/plan-fixture.ts";
import { shippedPlans } from "../support/shipped-plans.ts";
import { inBrowser } from "./browser.ts";
import { faultsOfDocument, inkAndPaper, overlappingTexts, shownNumbers } from "./in-page.ts";

const PLANS: [name: string, plan: Plan][] = [
  ["a fixture on two GPUs", planFixture({ tensorParallel: 2 })],
  ...firstOfEach(shippedPlans()),
];

/** A page takes a second in the browser: one plan for each model, GPU and parallelism. */
function firstOfEach(plans: readonly [name: string, plan: Plan][]): [name: string, plan: Plan][] {
  const first = new Map<string, [name: string, plan: Plan]>();
  for (const [name, plan] of plans) {
    const { gpu, model } = plan;
    const place = `${gpu.id} ${model.id} ${model.tensorParallel}`;
    if (!first.has(place)) first.set(place, [name, plan]);
  }
  return [...first.values()];
}

inBrowser("the page of a plan", ({ page, errors, open }) => {
  it.each(PLANS)("loads without an error and without overlapping labels: %s", async (_, plan) => {
    await open("plan.html", renderHtml(plan));
    for (const zoom of ["1", "2", "4", "8"]) {
      await page().click(`button[data-zoom="${zoom}"]`);
      expect(await page().evaluate(overlappingTexts)).toEqual([]);
      const { inChart, inKey } = await page().evaluate(shownNumbers);
      expect(inKey).toEqual(inChart);
    }
    await open("plan.svg", renderSvg(plan, 1140));
    expect(await page().evaluate(overlappingTexts)).toEqual([]);
    expect(await page().evaluate(faultsOfDocument)).toEqual({ markup: [], overflowPx: 0 });
    expect(errors).toEqual([]);
  });

  it("fits a narrow window, with the chart in a frame that scrolls", async () => {
    await page().setViewportSize({ width: 600, height: 900 });
    await open("plan.html", renderHtml(planFixture({ tensorParallel: 2 })));
    expect(await page().evaluate(faultsOfDocument)).toEqual({ markup: [], overflowPx: 0 });
    await page().setViewportSize({ width: 1280, height: 900 });
  });

  it("shows what a nano-operation is beside the pointer, and hides it again", async () => {
    const plan = planFixture({ tensorParallel: 2 });
    await open("plan.html", renderHtml(plan));
    const bars = page().locator(".chart:not([hidden]) .nano-operation:not(.neighbour)");
    await bars.first().locator("rect").first().hover();
    const tip = page().locator("#tip");
    expect(await tip.isVisible()).toBe(true);
    const ids = plan.nanoOperations.map(({ id }) => id);
    expect(ids).toContain((await tip.textContent())?.split("\n")[0]);
    await page().mouse.move(2, 2);
    expect(await tip.isVisible()).toBe(false);
  });

  it("prints", async () => {
    await open("plan.html", renderHtml(planFixture()));
    const pdf = await page().pdf();
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.length).toBeGreaterThan(10_000);
  });

  it("is readable on a dark page", async () => {
    await page().emulateMedia({ colorScheme: "dark" });
    await open("plan.html", renderHtml(planFixture()));
    const { ink, paper } = await page().evaluate(inkAndPaper);
    const brightness = (color: string) =>
      (color.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
    expect(brightness(ink) - brightness(paper)).toBeGreaterThan(400);
    await page().emulateMedia({ colorScheme: "light" });
  });
});
