import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe } from "@jest/globals";
import { chromium, type Page } from "playwright-core";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
  (path) => existsSync(path),
);

/** Tests in headless Chromium; skipped, and said so, where there is none. */
export function inBrowser(name: string, tests: (browser: TestBrowser) => void): void {
  if (CHROMIUM === undefined) {
    process.stderr.write(`skipped: ${name}, for want of Chromium\n`);
    describe.skip(name, () => tests(launch("")));
  } else {
    describe(name, () => tests(launch(CHROMIUM)));
  }
}

export interface TestBrowser {
  page(): Page;
  /** What went wrong since the last `open`, and what was asked of the network. */
  errors: string[];
  open(name: string, text: string): Promise<void>;
}

function launch(executablePath: string): TestBrowser {
  const folder = mkdtempSync(join(tmpdir(), "nanoflow-plan-page-"));
  const errors: string[] = [];
  let current: Page | undefined;
  const page = () => {
    if (current === undefined) throw new Error("the browser has not started");
    return current;
  };
  beforeAll(async () => {
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    current = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    current.on("pageerror", (error) => errors.push(String(error)));
    current.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    current.on("request", (request) => {
      if (/^https?:/.test(request.url())) errors.push(`asks the network for ${request.url()}`);
    });
  });
  afterAll(async () => {
    await current?.context().browser()?.close();
    rmSync(folder, { recursive: true });
  });
  return {
    page,
    errors,
    async open(name, text) {
      errors.length = 0;
      const path = join(folder, name);
      writeFileSync(path, text);
      await page().goto(pathToFileURL(path).href);
    },
  };
}
