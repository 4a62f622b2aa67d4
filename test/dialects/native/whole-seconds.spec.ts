import { createHash } from 'node:crypto';
import { newUser, sharedService } from '../../support/service.js';

const tokens = '/v1/ecosystems/default/server-tokens';

/** Every number in the value, however deep. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe('lengths of time in answers', () => {
  const service = sharedService();

  const ask = (method: string, path: string, json?: object) =>
    service.native(method, path, service.account, json);

  it('are whole after a rotation in the middle of a second, in records, receipts and explanations', async () => {
    const { token } = (await ask('POST', tokens, { expiryType: 'Infinite' })).body;
    service.clock.advance(568);
    const rotated = await ask('POST', `${tokens}/${token.id}/rotate`, { overlap: 3600 });
    const record = (await ask('GET', `/v1/ecosystems/default/tokens/${token.id}`)).body;
    expect(record.maxAge).toBe(3601);
    service.clock.advance(3_600_000);
    const explained = (await ask('POST', '/v1/tokens/explain', { tokenId: token.id })).body;
    expect(explained.detail).toMatch(/^Its time after the rotation is over\. /);
    for (const body of [rotated.body, record, explained]) {
      expect(numbersIn(body).filter((one) => !Number.isInteger(one))).toEqual([]);
      expect(JSON.stringify(body)).not.toMatch(/\d\.\d+ s\b/);
    }
  });

  it('are whole for an imported token that ends between two seconds', async () => {
    const { id: userId } = await newUser(service, 'default');
    const hash = createHash('sha256').update('an imported secret').digest('hex');
    const expiresAt = new Date(service.clock.now() + 60_432).toISOString();
    const { text } = await service.ask('/v1/ecosystems/default/tokens/import', {
      method: 'POST',
      headers: { authorization: `Bearer ${service.account}`, 'content-type': 'application/x-ndjson' },
      body: JSON.stringify({ format: 'sha256', userId, hash, expiresAt }),
    });
    const { tokenId } = JSON.parse(text);
    const record = (await ask('GET', `/v1/ecosystems/default/tokens/${tokenId}`)).body;
    expect([record.ttl, record.expiresAt]).toEqual([61, expiresAt]);
    service.clock.advance(70_000);
    const { detail } = (await ask('POST', '/v1/tokens/explain', { tokenId })).body;
    expect(detail).toBe('Its ttl of 61 s is over.');
  });
});
