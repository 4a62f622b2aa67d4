// Opens a page in Chromium and prints as JSON what its script leaves in `window.outcome`; with a selector, how many
// elements it finds, once there is one, and what the browser complained of. A process of its own, since Jest would
// transform all of Playwright. Usage: node in-chromium.mjs <url> [selector]; TEST_CHROMIUM names another program.
import process from 'node:process';
import { launch } from './chromium.mjs';

const [url, selector] = process.argv.slice(2);
const timeout = 60_000;
const browser = await launch();
try {
  const page = await browser.newPage();
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
  await page.goto(url);
  if (selector) {
    await page.waitForSelector(selector, { timeout });
    const found = await page.locator(selector).count();
    process.stdout.write(JSON.stringify({ found, complaints }));
  } else {
    const outcome = await page.waitForFunction(() => globalThis.outcome, undefined, { timeout });
    process.stdout.write(JSON.stringify(await outcome.jsonValue()));
  }
} finally {
  await browser.close();
}
