/** The header of a client that authenticates by HTTP Basic (RFC 6749 §2.3.1). */
export function basic(name: string, secret: string): { authorization: string } {
  const encoded = [name, secret].map((part) => new URLSearchParams({ part }).toString().slice(5)).join(':');
  return { authorization: `Basic ${Buffer.from(encoded).toString('base64')}` };
}
