import { type Browser, chromium } from "playwright-core";

const program = ["chromium", "chromium-browser", "google-chrome"]
  .map((name) => Bun.which(name))
  .find((path) => path !== null);

/** Why tests that need a browser are skipped; undefined: there is one. */
export const noBrowser = program ? undefined : "skipped: no chromium on the PATH";

/** Its sandbox does not work for root, as in containers; the pages are our own. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: program!, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
