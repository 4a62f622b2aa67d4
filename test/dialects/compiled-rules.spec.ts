import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { CompiledRules } from '../../src/dialects/shared/validation/compiled-rules.js';
import { validate } from '../../src/dialects/shared/validation/validate.js';
import { MintTokens, TokensInQuestion } from '../../src/dialects/native/tokens/bulk.wire.js';
import {
  DigestImportLine,
  RocketchatImportLine,
  SanctumImportLine,
} from '../../src/dialects/native/import/import-lines.wire.js';
import { MintToken, TokenInQuestion } from '../../src/dialects/native/tokens/tokens.wire.js';
import { CreateUser, ListUsers, UpdateUser } from '../../src/dialects/native/users/users.wire.js';

const plain = {
  MintToken: { expiryType: 'SlidingTtl', ttl: 60, maxAge: 600, name: 'a', permissions: ['users:read'] },
  MintTokens: { userIds: ['a', 'b'], ttl: 1 },
  TokenInQuestion: { token: 'x', token_type_hint: 'access_token', other: 1 },
  TokensInQuestion: { tokens: ['x'] },
  CreateUser: { id: 'rocket.cat', username: 'ada', email: 'ada@acme.example', name: '', roles: ['user'] },
  UpdateUser: { username: null, email: null, password: null, active: false },
  RocketchatImportLine: {
    ...{ format: 'rocketchat', userId: 'u', hashedToken: `${'A'.repeat(43)}=` },
    when: '2026-11-22T10:00:00Z',
  },
  DigestImportLine: { format: 'sha256', userId: 'u', hash: 'a'.repeat(64), expiresAt: null },
};
const classes = {
  ...{ MintToken, MintTokens, TokenInQuestion, TokensInQuestion, CreateUser, UpdateUser },
  ...{ RocketchatImportLine, DigestImportLine },
};
type Name = keyof typeof classes;
const names = Object.keys(classes) as Name[];
const isLenient = (dto: object) => 'unknownFields' in dto;
const rulesOf = (name: Name) => CompiledRules.of<object>(classes[name], isLenient(classes[name]))!;

/** What class-validator itself makes of an input; undefined when it refuses. */
function judged(name: Name, input: object): object | undefined {
  const dto = classes[name] as new () => object;
  const instance = plainToInstance(dto, input);
  const options = { whitelist: true, forbidNonWhitelisted: !isLenient(dto), stopAtFirstError: true };
  return validateSync(instance, options).length === 0 ? instance : undefined;
}

describe('the compiled rules of a DTO class', () => {
  it.each(names)('%s: accept what is plain and right, as class-validator does', (name) => {
    const accepted = rulesOf(name).accept(plain[name]);
    expect(accepted).toBeInstanceOf(classes[name]);
    expect(accepted).toEqual(judged(name, plain[name]));
  });

  it.each(names)('%s: accept nothing that class-validator refuses, and make the same of the rest', (name) => {
    const rules = rulesOf(name);
    const fields = [...new Set([...Object.keys(plain[name]), 'ttl', 'roles', 'constructor', 'unknown'])];
    const value = fc.oneof(
      fc.constantFrom<unknown>(
        ...Object.values(plain[name]),
        null,
        undefined,
        '',
        0,
        -1,
        1.5,
        true,
        'FixedTtl',
      ),
      fc.jsonValue(),
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(fc.string(), fc.integer(), fc.constantFrom('users:read', 'user', null))),
    );
    const input = fc
      .dictionary(fc.constantFrom(...fields), value, { maxKeys: 5 })
      .map((changes) => ({ ...plain[name], ...changes }));
    fc.assert(
      fc.property(input, (given) => {
        const accepted = rules.accept(given);
        if (accepted === undefined) return;
        expect(accepted).toEqual(judged(name, given));
      }),
      { numRuns: 300 },
    );
  });

  it('leave a class with converted fields to class-validator', () => {
    expect(CompiledRules.of(ListUsers, false)).toBeUndefined();
    expect(CompiledRules.of(SanctumImportLine, false)).toBeUndefined();
    expect(validate(ListUsers, { active: 'true' }, 'query')).toMatchObject({ active: true });
  });

  it('see the other fields of the object as class-validator does', () => {
    const { accept } = rulesOf('CreateUser');
    expect(accept.call(rulesOf('CreateUser'), { name: undefined })).toEqual(judged('CreateUser', {}));
  });
});
