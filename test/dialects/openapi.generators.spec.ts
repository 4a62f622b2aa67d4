import { documents } from '../support/documents.js';
import { sharedService } from '../support/service.js';

type Found = { path: string; value: Record<string, unknown> };

/** Every object of a document, with its place. */
function objectsIn(value: unknown, path = ''): Found[] {
  if (typeof value !== 'object' || value === null) return [];
  const children = Object.entries(value)
    .filter(([key]) => !/^(example|examples)$/.test(key))
    .flatMap(([key, child]) => objectsIn(child, `${path}/${key}`));
  return Array.isArray(value) ? children : [{ path, value: value as Record<string, unknown> }, ...children];
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];

describe.each([...documents])('openapi/%s.json, for generators and for those who click', (name, document) => {
  const objects = objectsIn(document);
  const safeStack = (isFaulty: (value: Found['value']) => boolean) =>
    objects.filter(({ value }) => isFaulty(value)).map(({ path }) => path);

  it('each number is an integer', () => {
    expect(safeStack(({ type }) => [type].flat().includes('number'))).toEqual([]);
  });

  it('no enumeration holds null', () => {
    expect(safeStack((value) => Array.isArray(value.enum) && value.enum.includes(null))).toEqual([]);
  });

  it('no Idempotency-Key has an example, which a reader would send with every request', () => {
    const given = safeStack(
      (value) =>
        value.name === 'Idempotency-Key' && (value.example !== undefined || value.examples !== undefined),
    );
    expect(given).toEqual([]);
  });

  it('what changes or destroys names an ecosystem that is not there', () => {
    const paths = (
      document as unknown as { paths: Record<string, Record<string, { parameters?: Found['value'][] }>> }
    ).paths;
    const named = Object.entries(paths).flatMap(([path, item]) =>
      methods
        .filter((method) => !['get', 'post'].includes(method) || /\/(revoke|rotate)$/.test(path))
        .flatMap((method) => item[method]?.parameters ?? [])
        .filter((parameter) => parameter.name === 'ecosystemId')
        .map((parameter) => parameter.example),
    );
    expect(named.filter((example) => example !== 'acme')).toEqual([]);
    if (name === 'native') expect(named.length).toBeGreaterThan(5);
  });
});

describe('a served document', () => {
  const service = sharedService();

  it.each([...documents.keys()])('%s names its server by an absolute address', async (name) => {
    const { body } = await service.ask(`/openapi/${name}.json`);
    expect(body.servers).toEqual([{ url: service.base, description: 'This service' }]);
  });
});
