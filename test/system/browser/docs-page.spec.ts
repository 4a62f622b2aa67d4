import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { operations } from '../../support/documents.js';
import { sharedService } from '../../support/service.js';

/** Needs Chromium: whether the reader of the documents works under the policy that it is sent with. */
describe('the reader of the documents, in a real browser', () => {
  const service = sharedService();

  const look = async (path: string, selector: string) => {
    const script = join(__dirname, '../clients/in-chromium.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [script, service.base + path, selector]);
    return JSON.parse(stdout) as { found: number; complaints: string[] };
  };

  it('shows every operation of the native API, and the browser complains of nothing', async () => {
    const native = operations.filter(({ document }) => document === 'native');
    expect(await look('/docs', '.opblock')).toEqual({ found: native.length, complaints: [] });
  });

  it('shows those of a dialect', async () => {
    const strigo = operations.filter(({ document }) => document === 'strigo');
    expect(await look('/docs/strigo', '.opblock')).toEqual({ found: strigo.length, complaints: [] });
  });

  it.each(['/', '/problems', '/problems/conflict'])('shows the page %s', async (path) => {
    expect(await look(path, 'h1')).toEqual({ found: 1, complaints: [] });
  });

  it('is used as a person would, on a desktop and on a phone', async () => {
    const script = join(__dirname, '../clients/reader-in-chromium.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [script, service.base, service.account]);
    const viewport = 'width=device-width, initial-scale=1';
    expect(JSON.parse(stdout)).toEqual({
      filtered: ['/v1/tokens/introspect/bulk'],
      authorized: { forgotten: 0, kept: 1, stored: { local: 0, session: 1 } },
      // Jest does not run the compiler's plugin, so the fields of queries are not in its documents.
      fields: {
        minted: [
          ['ecosystemId', 'default'],
          ['Idempotency-Key', ''],
        ],
        deleted: [
          ['ecosystemId', 'acme'],
          ['If-Match', ''],
        ],
      },
      reads: [
        { status: '200', isNear: true },
        { status: '200', isNear: true },
      ],
      mints: [
        { status: '201', isNear: true },
        { status: '201', isNear: true },
      ],
      refusals: { hidden: false, shown: true },
      desktop: { fits: true, viewport, isDark: false },
      phone: { fits: true, viewport, isDark: true },
      complaints: [],
    });
  });
});
