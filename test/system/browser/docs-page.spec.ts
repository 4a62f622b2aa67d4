import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { operations } from '../../support/documents.js';
import { type Service, startService } from '../../support/service.js';

/** Needs Chromium: whether the reader of the documents works under the policy that it is sent with. */
describe('the reader of the documents, in a real browser', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());

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
    const path = `/docs?urls.primaryName=${encodeURIComponent('Tokenwright: Strigo dialect')}`;
    expect(await look(path, '.opblock')).toEqual({ found: strigo.length, complaints: [] });
  });

  it('shows the pages of the problems', async () => {
    expect(await look('/problems/conflict', 'h1')).toEqual({ found: 1, complaints: [] });
  });
});
