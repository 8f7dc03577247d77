import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { StepRecord } from "../../src/runtime/serving/step-record.ts";
import { StatusBook } from "../../src/server/page/status.ts";
import { statusPage } from "../../src/server/page/status-page.ts";
import { planFixture } from "../support/plan-fixture.ts";
import { stepRecord } from "../support/step-record.ts";
import { inBrowser } from "./browser.ts";

const PROGRAMS = [
  { name: "d8", phase: "drain", plan: planFixture({ kind: "sequential" }) },
  { name: "d4p12", phase: "steady", plan: planFixture() },
];
const SERVED = { model: "tiny <model>", engine: "reference" };

inBrowser("the page of a server", ({ page, errors }) => {
  let server: Server;
  let url: string;
  let answers = true;
  const book = new StatusBook(SERVED, PROGRAMS);
  const state = { running: 0, waiting: 0, preemptions: 0, kv: { held: 0, kept: 0, free: 10 } };
  const step = (change: Partial<StepRecord>) => book.step(stepRecord(change));

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === "/") {
        response.setHeader("content-type", "text/html; charset=utf-8");
        response.end(statusPage(SERVED, PROGRAMS));
        return;
      }
      response.statusCode = answers ? 200 : 503;
      response.end(JSON.stringify(book.status(state)));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await page().goto(url);
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const text = (selector: string) => page().locator(selector).textContent();
  const sees = (selector: string, expected: RegExp) =>
    page().locator(selector).filter({ hasText: expected }).waitFor({ timeout: 4000 });

  it("shows an idle server", async () => {
    expect(await page().title()).toBe("tiny <model> on nanoflow-plan");
    await sees("#state", /reference engine, up for/);
    expect(await text("#waiting")).toBe("0");
    expect(await text("#plan-name")).toBe("No step yet");
    expect(await page().locator("#plan-chart svg").count()).toBe(0);
  });

  it("shows queue, batch, and the plan in use, live", async () => {
    Object.assign(state, { running: 5, waiting: 1234 });
    step({});
    await sees("#waiting", /^1,234$/);
    await sees("#decode-rows", /^4$/);
    await sees("#prompt-rows", /^10$/);
    await sees("#step", /step 0 by d4p12, 850 µs on the device, predicted 800 µs/);
    await sees("#plan-name", /^d4p12: overlapped, for steady steps/);
    expect(await page().locator("#plan-chart .nano-operation").count()).toBeGreaterThan(1);
    expect(await text("tr.used td:last-child")).toBe("1");
    const points = await page().locator("#requests polyline").nth(1).getAttribute("points");
    expect(points).toMatch(/^119,2$|,2$/);
  });

  it("changes the chart with the program", async () => {
    const before = await page().locator("#plan-chart").innerHTML();
    for (let count = 0; count < 3; count++) step({ program: "d8", step: count });
    await sees("#plan-name", /^d8: sequential, for drain steps/);
    expect(await page().locator("#plan-chart").innerHTML()).not.toBe(before);
  });

  it("asks for nothing but its figures, and runs without an error", () => {
    const foreign = errors.filter((error) => !error.includes(url));
    expect(foreign).toEqual([]);
    const asked = new Set(errors.map((error) => error.replace(/.* for /, "")));
    expect(asked).toEqual(new Set([url, `${url}status.json`]));
  });

  it("says so when the server does not answer, and goes on when it does", async () => {
    answers = false;
    await sees("#state", /does not answer: it answers 503/);
    answers = true;
    await sees("#state", /reference engine, up for/);
  });
});
