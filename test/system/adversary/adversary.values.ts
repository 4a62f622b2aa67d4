import fc from 'fast-check';

/** Stands for a number in JSON that no JavaScript value can be written as. */
const rawNumber = (digits: string) => `@raw ${digits}@`;

/** JSON with the numbers of `rawNumber` in it. */
export function jsonOf(value: unknown): string {
  return (JSON.stringify(value) ?? '').replace(/"@raw ([^@"]*)@"/g, '$1');
}

const nested = (depth: number, around: (inner: unknown) => unknown): unknown => {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = around(value);
  return value;
};

/** Texts that some layer may read as something else than a text. */
export const texts = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\t\r\n',
    '\0',
    'a\0b',
    '\ud800',
    'a\udfff',
    '\u202egnp.exe',
    '\u2066\u2069',
    '\ufeff',
    '\u00a0',
    'é'.normalize('NFD'),
    '🦄'.repeat(130),
    "' OR '1'='1",
    '"; DROP TABLE tokens; --',
    '%',
    '_',
    '\\',
    '..',
    '../../../../etc/passwd',
    '..\\..\\windows',
    '/',
    ';',
    'default;x',
    'file:///etc/passwd',
    'http://169.254.169.254/latest/meta-data',
    '${jndi:ldap://x}',
    '{{7*7}}',
    '<script>alert(1)</script>',
    '__proto__',
    'constructor',
    'toString',
    'null',
    'undefined',
    'NaN',
    'Infinity',
    '-1',
    '0x10',
    '1e999',
    '2026-02-30T25:61:61Z',
    '+275760-09-13T00:00:00.001Z',
    'default',
    'a@b',
    'a@acme.example\r\nBcc: b@acme.example',
    'x'.repeat(129),
    'x'.repeat(257),
    'x'.repeat(5000),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
);

/** Values that no field wants, or that some field wants and no other. */
export const values: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: texts },
  {
    weight: 6,
    arbitrary: fc.constantFrom<unknown>(
      ...[null, true, false, 0, -1, 1, 1.5, 60, 1e15, 2 ** 53, Number.MAX_VALUE, 5e-324],
      ...['1e999', '-1e999', '123456789012345678901234567890', '-0', '1E+2', '0.1e-400'].map(rawNumber),
      ...[[], {}, [[]], [null], [{}], [''], [1], ['x', 'x'], { $ne: null }, { $gt: '' }, { $where: '1' }],
      ...[{ constructor: 'x' }, { constructor: { name: 'x' } }, { length: 1, toString: 'x' }, { valueOf: 1 }],
      ...[{ toJSON: 'x' }, { then: 'x' }, { hasOwnProperty: 1 }, JSON.parse('{"__proto__":{"a":1}}')],
    ),
  },
  { weight: 4, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: 10, max: 3000 }).map((depth) => nested(depth, (one) => [one])) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 10, max: 3000 }).map((depth) => nested(depth, (a) => ({ a }))),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1000, max: 60_000 }).map((length) => 'x'.repeat(length)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 100, max: 10_001 }), texts)
      .map(([length, one]) => Array(length).fill(one)),
  },
);

/** Names of fields that are not in any class, or in every object. */
export const names = fc.oneof(
  fc.constantFrom(
    ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'toJSON'],
    ...['id', '_id', 'hash', 'ecosystemId', 'holder', 'permissions', 'roles', 'active', 'tokenGeneration'],
    ...['', ' ', '0', 'a.b', 'a[b]', '$where', 'x'.repeat(300), '\0', '\ud800'],
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** Bodies that are no JSON, or hardly. */
export function brokenBodies(right: string): fc.Arbitrary<Buffer> {
  const bytes = Buffer.from(right);
  return fc.oneof(
    fc.nat({ max: Math.max(0, bytes.length - 1) }).map((length) => bytes.subarray(0, length)),
    fc
      .tuple(fc.nat({ max: bytes.length }), fc.uint8Array({ minLength: 1, maxLength: 8 }))
      .map(([at, some]) => Buffer.concat([bytes.subarray(0, at), some, bytes.subarray(at)])),
    fc.uint8Array({ maxLength: 200 }).map((some) => Buffer.from(some)),
    fc.constantFrom(
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
      Buffer.from(right, 'utf16le'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('{"a":"\ud800"}', 'latin1'),
      Buffer.from('{} {}'),
      Buffer.from('{"a":1,"a":2}'),
      Buffer.from("{'a':1}"),
      Buffer.from('NaN'),
      Buffer.from('{"a":.5}'),
      Buffer.from('['.repeat(50_000)),
      Buffer.from('{"a":'.repeat(50_000)),
      Buffer.from('a=b&c=d&a=%zz&__proto__=x&=&&&'),
      Buffer.from(`{"a":"${'x'.repeat(100_000)}"}`),
    ),
  );
}
