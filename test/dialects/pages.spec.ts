import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../../src/dialects/registry.js';
import { operations } from '../support/documents.js';
import { aToken as aDroplitToken } from './droplit/droplit.js';
import { PageReader } from './page-reader.js';
import { aToken as anSfoxToken } from './sfox/sfox.js';
import { aToken, anId } from './strigo/strigo.js';

const folder = join(__dirname, '../../docs/dialects');

/** What a secret of the vendor looks like; a vendor without a line here has no page yet. */
const tokens: Record<string, RegExp> = {
  strigo: aToken,
  sfox: anSfoxToken,
  rocketchat: aToken,
  droplit: aDroplitToken,
};

const shapesOf = (vendor: string) => ({ _ID: anId, _TOKEN: tokens[vendor]!, _CODE: /^\d{6}$/ });

describe('the pages of docs/dialects', () => {
  it('are one for each vendor', () => {
    const vendors = registry.map(({ dialect: { name } }) => name).filter((name) => name !== 'native');
    expect(readdirSync(folder).sort()).toEqual(vendors.map((name) => `${name}.md`).sort());
    expect(Object.keys(tokens).sort()).toEqual([...vendors].sort());
  });

  it.each(Object.keys(tokens))(
    '%s.md: every answer is the one shown, and every route is there',
    async (vendor) => {
      const reader = new PageReader(shapesOf(vendor));
      try {
        await reader.follow(readFileSync(join(folder, `${vendor}.md`), 'utf8'));
        const missing = operations
          .filter((operation) => operation.document === vendor && !reader.shown.has(operation))
          .map(({ method, path }) => `${method} ${path}`);
        expect(missing).toEqual([]);
      } finally {
        await reader.close();
      }
    },
  );

  it('and docs/import.md, of the native way to bring tokens', async () => {
    const reader = new PageReader({
      _ID: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      _TOKEN: /^tw_u_/,
      _CODE: /^$/,
    });
    try {
      await reader.follow(readFileSync(join(folder, '../import.md'), 'utf8'));
      expect([...reader.shown].map(({ json }) => json.operationId)).toEqual(['importTokens']);
    } finally {
      await reader.close();
    }
  });
});
