// Uses the reader of the documents in Chromium, and prints as JSON what a person would see. A process of its own, since
// Jest would transform all of Playwright. Usage: node reader-in-chromium.mjs <base> <secret>; TEST_CHROMIUM names
// another program.
/* global document, screen, window */
import process from 'node:process';
import { launch } from './chromium.mjs';

const [base, secret] = process.argv.slice(2);
const browser = await launch();

/** A new page of this width, and what it complains of and asks of others. */
async function open(path, width, colorScheme) {
  const page = await browser.newPage({
    viewport: { width, height: 844 },
    colorScheme,
    isMobile: width < 600,
  });
  page.setDefaultTimeout(60_000);
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:')) complaints.push(request.url());
  });
  await page.goto(base + path);
  return { page, complaints };
}

/** The widths of the page, and the brightness of its background. */
const shape = (page) =>
  page.evaluate(() => ({
    fits: document.documentElement.scrollWidth <= window.innerWidth && window.innerWidth <= screen.width,
    viewport: document.querySelector('meta[name=viewport]').content,
    isDark: document.documentElement.classList.contains('dark-mode'),
  }));

const runOf = async (page, id) => {
  const operation = page.locator(`#operations-${id}`);
  await operation.locator('.btn.execute').click();
  const status = operation.locator('.live-responses-table tbody .response-col_status');
  await status.waitFor();
  const top = (locator) => locator.evaluate((element) => element.getBoundingClientRect().top);
  const distance = (await top(status)) - (await top(operation.locator('.btn.execute')));
  return { status: (await status.innerText()).trim().slice(0, 3), isNear: distance > 0 && distance < 700 };
};

/** Opens an operation to be tried out; gives what its fields hold. */
const tryOut = async (page, id) => {
  const operation = page.locator(`#operations-${id}`);
  await operation.locator('.opblock-summary-control').click();
  await operation.locator('.try-out__btn').click();
  await operation.locator('.btn.execute').waitFor();
  const rows = operation.locator('tr[data-param-name]');
  // Fields are drawn one by one.
  await operation
    .locator('tr[data-param-name]:not(:has(input, select, textarea))')
    .first()
    .waitFor({ state: 'detached' });
  return rows.evaluateAll((all) =>
    all.map((row) => [row.dataset.paramName, row.querySelector('input, select, textarea')?.value]),
  );
};

try {
  const { page, complaints } = await open('/docs', 1280, 'light');
  await page.locator('.opblock').first().waitFor();
  const all = await page.locator('.opblock').count();
  await page.fill('#filter', 'post introspect bulk');
  await page
    .locator('.opblock')
    .nth(all - 1)
    .waitFor({ state: 'detached' });
  const filtered = await page
    .locator('.opblock .opblock-summary-path')
    .evaluateAll((found) => found.map((one) => one.dataset.path));
  await page.fill('#filter', '');
  await page
    .locator('.opblock')
    .nth(all - 1)
    .waitFor();

  await page.locator('.btn.authorize').click();
  await page.locator('.auth-container input').first().fill(secret);
  await page.locator('.auth-btn-wrapper .authorize').first().click();
  await page.locator('.btn-done').first().click();
  const reload = async () => {
    await page.reload();
    await page.locator('.opblock').first().waitFor();
    return page.locator('.btn.authorize.locked').count();
  };
  const forgotten = await reload();
  await page.locator('.btn.authorize').click();
  await page.locator('.auth-container input').first().fill(secret);
  await page.locator('.auth-btn-wrapper .authorize').first().click();
  await page.locator('.btn-done').first().click();
  await page.check('#keep');
  const kept = await reload();
  const stored = await page.evaluate(() => ({
    local: window.localStorage.length,
    session: window.sessionStorage.length,
  }));

  await tryOut(page, 'Ecosystems-listEcosystems');
  const reads = [
    await runOf(page, 'Ecosystems-listEcosystems'),
    await runOf(page, 'Ecosystems-listEcosystems'),
  ];
  const minted = await tryOut(page, 'Keys-mintServerToken');
  const mints = [await runOf(page, 'Keys-mintServerToken'), await runOf(page, 'Keys-mintServerToken')];
  const deleted = await tryOut(page, 'Ecosystems-deleteEcosystem');
  const refusals = page.locator(
    '#operations-Ecosystems-listEcosystems .response[data-code="422"] .model-example',
  );
  const hidden = await refusals.isVisible();
  await page.check('#refusals');
  const shown = await refusals.isVisible();

  const phone = await open('/docs', 390, 'dark');
  await phone.page.locator('.opblock').first().waitFor();
  await tryOut(phone.page, 'Ecosystems-listEcosystems');
  process.stdout.write(
    JSON.stringify({
      filtered,
      authorized: { forgotten, kept, stored },
      fields: { minted, deleted },
      reads,
      mints,
      refusals: { hidden, shown },
      desktop: await shape(page),
      phone: await shape(phone.page),
      complaints: [...complaints, ...phone.complaints],
    }),
  );
} finally {
  await browser.close();
}
