// Opens a page in Chromium and prints, as JSON, what its script leaves in `window.outcome`. A process of its own, since
// Jest would transform all of Playwright. Usage: node in-chromium.mjs <url>; TEST_CHROMIUM names another program.
import process from 'node:process';
import { chromium } from 'playwright-core';

const browser = await chromium.launch({
  executablePath: process.env.TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-background-networking',
    '--disable-component-update',
    '--no-proxy-server',
  ],
});
try {
  const page = await browser.newPage();
  await page.goto(process.argv[2]);
  const outcome = await page.waitForFunction(() => globalThis.outcome, undefined, { timeout: 60_000 });
  process.stdout.write(JSON.stringify(await outcome.jsonValue()));
} finally {
  await browser.close();
}
