/** The page in a browser. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { reportPage } from "../../../../src/draw/report/page.ts";
import { pageScript } from "../../../../src/draw/report/page-script.ts";
import { noBrowser, openBrowser } from "../../../support/chromium.ts";
import { type SyntheticReport, syntheticReport } from "../../../support/synthetic-report.ts";
import { temporaryDirectory } from "../../../support/temporary.ts";

const units = 4096;
/** Of all units, opened from a file; three seconds are what a reader waits gladly. */
const readyWithinMs = 3000;
/** A machine that does other things meanwhile: the fastest of so many openings counts. */
const openings = 3;

describe.skipIf(noBrowser !== undefined)(`a report in Chromium${noBrowser ? ` (${noBrowser})` : ""}`, () => {
  const file = join(temporaryDirectory(), "report.html");
  const troubles: string[] = [];
  const requests: string[] = [];
  let synthetic: SyntheticReport;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    synthetic = await syntheticReport(units);
    writeFileSync(file, reportPage(synthetic.report, await pageScript()));
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.on("console", (message) => troubles.push(message.text()));
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("request", (request) => requests.push(request.url()));
  });
  afterAll(() => browser?.close());

  /** Numbers of the units shown first. */
  const shown = (count: number): Promise<number[]> =>
    page
      .locator(".card .title")
      .allInnerTexts()
      .then((titles) => titles.slice(0, count).map((title) => Number(title.replace("unit ", ""))));
  /** Waits for an expression to become true; the page allows no evaluation of its own to wait with. */
  const until = async (expression: string): Promise<void> => {
    while (!(await page.evaluate(expression))) await Bun.sleep(20);
  };
  const coloursOf = (picture: number): string =>
    `new Set(document.querySelectorAll(".card canvas")[${picture}].getContext("2d").getImageData(0, 0, 20, 20).data).size`;
  const count = () => page.locator("#count").textContent();
  const expected = (passes: (score: number) => boolean, descending = true): number[] =>
    [...synthetic.grid60.keys()]
      .filter((unit) => passes(synthetic.grid60[unit]!))
      .sort((a, b) => (synthetic.grid60[b]! - synthetic.grid60[a]!) * (descending ? 1 : -1));

  test("opens fast with 4096 units, without a word on the console, and asks for nothing else", async () => {
    const times: number[] = [];
    for (let i = 0; i < openings; i++) {
      const start = performance.now();
      await page.goto(`file://${file}`);
      await page.waitForSelector("html[data-ready]");
      await page.locator(".card").first().waitFor();
      times.push(performance.now() - start);
    }
    expect(Math.min(...times)).toBeLessThan(readyWithinMs);
    expect(await count()).toBe(`${units} of ${units} units`);
    expect(troubles).toEqual([]);
    expect([...new Set(requests)]).toEqual([`file://${file}`]);
    expect(statSync(file).size).toBeLessThan(15e6);
    expect(await page.title()).toBe("synthetic <b>&amp; – entorhinal report");
  });

  test("what would leave the page is refused by the browser", async () => {
    const refused = page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'sent', () => 'refused')");
    expect(await refused).toBe("refused");
    expect(troubles.splice(0).join("\n")).toContain("Content Security Policy");
  });

  test("sorts", async () => {
    expect(await shown(10)).toEqual(expected(Number.isFinite).slice(0, 10));
    await page.selectOption("#direction", "rising");
    expect(await shown(10)).toEqual(expected(Number.isFinite, false).slice(0, 10));
    await page.selectOption("#sort", "unit");
    expect(await shown(3)).toEqual([0, 1, 2]);
    await page.selectOption("#sort", "grid60");
    await page.selectOption("#direction", "falling");
  });

  test("filters by a condition, says what is wrong with one, and counts", async () => {
    const good = expected((score) => score > 0.8);
    await page.fill("#filter", "grid60 > 0.8");
    expect(await count()).toBe(`${good.length} of ${units} units`);
    expect(await shown(5)).toEqual(good.slice(0, 5));
    await page.fill("#filter", "grid60 > 0.8 and unit < 3");
    expect(await shown(9)).toEqual(good.filter((unit) => unit < 3));
    await page.fill("#filter", "grid61 > 0.8");
    expect(await page.locator("#filter-trouble").textContent()).toContain("there is no grid61");
    expect(await count()).toBe(`${good.filter((unit) => unit < 3).length} of ${units} units`);
    await page.fill("#filter", "grid60>0.8 sort=-grid60");
    expect(await shown(5)).toEqual(good.toReversed().slice(0, 5));
    expect(await page.locator("#sort").isDisabled()).toBe(true);
    await page.fill("#filter", "sort=grid60");
    await page.fill("#filter", "not grid60 > -9");
    expect(await shown(9)).toEqual([units - 1]);
    await page.fill("#filter", "");
  });

  test("filters by numbers and sliders, which move each other", async () => {
    await page.click("#controls summary");
    await page.fill("#least-grid60", "0.5");
    await page.fill("#most-grid60", "0.6");
    const between = expected((score) => score >= 0.5 && score <= 0.6);
    expect(await count()).toBe(`${between.length} of ${units} units`);
    expect(Number(await page.inputValue("#slider-grid60"))).toBeCloseTo(0.5, 1);
    await page.fill("#slider-grid60", "0.55");
    expect(await page.inputValue("#least-grid60")).toBe("0.55");
    // At the left end it is no limit: units without a score are there again.
    await page.fill("#most-grid60", "");
    const slider = page.locator("#slider-grid60");
    await slider.press("Home");
    expect(await page.inputValue("#least-grid60")).toBe("");
    expect(await count()).toBe(`${units} of ${units} units`);
    await slider.press("End");
    await page.click("#clear");
    expect(await count()).toBe(`${units} of ${units} units`);
    await page.click("#controls summary");
  });

  test("draws what is looked at, and more units as the end comes near", async () => {
    const cards = page.locator(".card");
    const before = await cards.count();
    expect(before).toBeLessThan(units);
    await page.locator(".card").first().scrollIntoViewIfNeeded();
    for (const picture of [0, 1]) await until(`${coloursOf(picture)} > 10`);
    await page.evaluate("scrollTo(0, document.body.scrollHeight)");
    await until(`document.querySelectorAll(".card").length > ${before}`);
  });

  test("enlarges a unit by keyboard, goes on by arrows, closes by Escape", async () => {
    const [first, second] = await shown(2);
    await page.locator(".card button").first().focus();
    await page.keyboard.press("Enter");
    const title = page.locator("#enlarged-title");
    expect(await title.textContent()).toBe(`unit ${first}`);
    expect(await page.locator("#enlarged").textContent()).toContain("help on spacing");
    await page.keyboard.press("ArrowRight");
    expect(await title.textContent()).toBe(`unit ${second}`);
    await page.keyboard.press("Escape");
    expect(await page.locator("#enlarged").isVisible()).toBe(false);
  });

  test("draws the ring of the best score on the enlarged autocorrelogram, none without a score", async () => {
    const ellipses = "[...document.querySelectorAll('#ring .over')]";
    const open = async (unit: number) => {
      await page.fill("#filter", `unit = ${unit}`);
      await page.locator(".card button").first().click();
    };
    await open(1);
    const ring = synthetic.rings[1]!;
    // 39 pixels across; a bin of the 20 is one.
    const radii = await page.evaluate(
      `${ellipses}.map((edge) => Number(edge.getAttribute("rx")) * 39 / 2 / 20)`,
    );
    expect(radii).toEqual([expect.closeTo(ring[0], 9), expect.closeTo(ring[1], 9)]);
    const [canvas, drawing] = await Promise.all(
      ["#large-correlations", "#ring"].map((id) => page.locator(id).boundingBox()),
    );
    expect(drawing).toEqual(canvas);
    await page.keyboard.press("Escape");
    await open(units - 1);
    expect(await page.evaluate(`${ellipses}.length`)).toBe(0);
    expect(await page.locator("#enlarged").textContent()).not.toContain("between the circles");
    await page.keyboard.press("Escape");
    await page.fill("#filter", "");
  });

  test("a click on one of the best maps enlarges it; arrows go through the best", async () => {
    await page.locator("button.best").first().click();
    expect(await page.locator("#enlarged-title").textContent()).toBe("unit 2");
    await page.keyboard.press("ArrowRight");
    expect(await page.locator("#enlarged-title").textContent()).toBe("unit 0");
    expect(await page.locator("#enlarged-place").textContent()).toBe("2 of 2");
    await page.keyboard.press("Escape");
  });

  test("its end can be reached by its link, however many units are in between", async () => {
    await page.evaluate("scrollTo(0, 0)");
    await page.locator('nav a[href="#checksums"]').click();
    await Bun.sleep(500);
    const { y } = (await page.locator("#checksums h2").boundingBox())!;
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThan(900);
    expect(await page.locator("#checksums").textContent()).toContain("checkpoint <a>");
  });

  test.each([400, 1400])("is not wider than a window of %d px, and said nothing until now", async (width) => {
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    expect(troubles).toEqual([]);
  });
});
