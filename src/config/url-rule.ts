import { ValidateBy } from 'class-validator';

/**
 * Requires that a URL parses as its writer meant. With a raw `/`, `?`, `#` or `@` in the password, a part of
 * the password would become the host name, and show up in connection errors.
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
  // A file URL, or an unknown form.
  if (authority === undefined) return true;
  if (/%(?![\da-f]{2})/i.test(authority)) return false;
  const hosts = authority.slice(authority.lastIndexOf('@') + 1).split(',');
  return hosts.every((one) => host.test(one)) && !/^[^?]*@/.test(rest!) && !rest!.includes('#');
}
