import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileVariables, loadConfig, variables } from '../../src/service-config.js';

const page = readFileSync(join(__dirname, '../../docs/configuration.md'), 'utf8');

/** One entry for each table row that documents a variable. */
const rows = [...page.matchAll(/^\| `([A-Z_]+)`( ⁂)? *\|(.+)\|$/gm)].map(([, name, mark, rest]) => {
  const [, standard, example] = rest!.split(' | ').map((cell) => cell.trim().replace(/^`(.+)`$/, '$1'));
  return { name: name!, isSecret: mark !== undefined, standard: standard!, example: example! };
});

const onPostgres = { DATABASE_URL: 'postgres://db.internal/tokenwright' };

describe('docs/configuration.md', () => {
  it('has every variable that the service reads, once, and no other', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual([...variables].sort());
  });

  it('marks exactly the variables that can be the path of a file', () => {
    const marked = rows.filter(({ isSecret }) => isSecret).map(({ name }) => `${name}_FILE`);
    expect(marked.sort()).toEqual([...fileVariables].sort());
  });

  it.each(rows)('says the true default of $name, and an example that is accepted', (row) => {
    const { name, standard, example } = row;
    const base = name === 'DATABASE_URL' ? {} : onPostgres;
    expect(loadConfig({ ...base, [name]: standard === 'unset' ? '' : standard })).toEqual(loadConfig(base));
    expect(loadConfig({ METRICS_PORT: '9464', ...base, [name]: example })).not.toEqual(
      loadConfig({ METRICS_PORT: name === 'METRICS_PORT' ? '' : '9464', ...base }),
    );
  });

  it('shows the real refusal of a faulty environment', () => {
    expect(() => loadConfig({ PORT: '99999', WORKERS: '2' })).toThrow(
      expect.objectContaining({ message: page.match(/^The configuration has[^`]+/m)![0].trim() }),
    );
  });
});
