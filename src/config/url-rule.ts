import { ValidateBy } from 'class-validator';

/**
 * That a URL is divided as its writer meant it. Where a password holds a `/`, `?`, `#` or `@` as it is, a piece of it would
 * be taken for a host, and be told by whatever cannot find that.
 */
export const readableUrl = (): PropertyDecorator =>
  ValidateBy(
    { name: 'readableUrl', validator: { validate: isReadable } },
    { message: 'must have what is special in a user name or password percent-encoded: @ is %40, / is %2F' },
  );

const host = /^(\[[0-9a-f:.]+\]|[^:@[\]]*)(:\d{1,5})?$/i;

function isReadable(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [, authority, rest] = /^[a-z][a-z-]*:\/\/([^/?#]*)(.*)$/s.exec(value) ?? [];
  // Of a file, or of no form that is known.
  if (authority === undefined) return true;
  if (/%(?![\da-f]{2})/i.test(authority)) return false;
  const hosts = authority.slice(authority.lastIndexOf('@') + 1).split(',');
  return hosts.every((one) => host.test(one)) && !/^[^?]*@/.test(rest!) && !rest!.includes('#');
}
