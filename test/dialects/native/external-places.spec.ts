import { userIdFields } from '../../../src/dialects/native/shared/user-id-resolver.js';
import { places, questionAt } from '../../support/naming-routes.js';
import { newToken, newUser, type Service, startService } from '../../support/service.js';

/** Fields of native requests that name users, but not by an id. */
const otherNames = /^(username|email|externalId|user|users)$/;

const named = places.filter(
  ({ operation, field }) => operation.document === 'native' && !otherNames.test(field),
);

/** From the document: a new place cannot be forgotten. */
describe('wherever a native request holds the id of a user', () => {
  let service: Service;
  let id: string;

  beforeEach(async () => {
    service = await startService();
    ({ id } = await newUser(service, 'default', { externalId: 'customer-4711', username: 'ada' }));
    await newToken(service, 'default', id);
  });
  afterEach(() => service.close());

  it('there are some', () => {
    expect(named.length).toBeGreaterThanOrEqual(12);
  });

  it.each(named.map((place) => [`${place.operation.method} ${place.operation.path}: ${place.field}`, place]))(
    '%s',
    async (_, place) => {
      if (typeof place === 'string') return;
      expect(userIdFields).toContain(place.field);
      const ask = async (name: string) => {
        const { method, path, json } = questionAt(place, name);
        const isOfAll = path.startsWith('/v1/audit');
        const { status, body } = await service.native(
          method,
          isOfAll ? `${path}&ecosystemId=default` : path,
          service.account,
          json,
        );
        return { status, code: body?.code };
      };
      const known = await ask('external:customer-4711');
      expect(known.status).toBeLessThan(300);
      expect(await ask('external:nobody')).toEqual({ status: 404, code: 'user-not-found' });
    },
  );
});
