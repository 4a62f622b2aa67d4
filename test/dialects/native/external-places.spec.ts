import { userIdFields } from '../../../src/dialects/native/shared/user-id-resolver.js';
import { documents, operations } from '../../support/documents.js';
import { places, questionAt } from '../../support/naming-routes.js';
import { newToken, newUser, type Service, startService } from '../../support/service.js';

/** Fields of native requests that name users, but not by an id. */
const otherNames = /^(username|email|externalId|user|users)$/;

const named = places.filter(
  ({ operation, field }) => operation.document === 'native' && !otherNames.test(field),
);

const propertiesOf = (schema?: { $ref?: string }): object =>
  documents.get('native').components.schemas[schema?.$ref?.split('/').at(-1) ?? '']?.properties ?? {};

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

  it('its name is one that is resolved', () => {
    expect(named.length).toBeGreaterThanOrEqual(10);
    const fields = operations
      .filter(({ document }) => document === 'native')
      .flatMap(({ json }) => [
        ...(json.parameters ?? []).map(({ name }: { name: string }) => name),
        ...Object.keys(propertiesOf(json.requestBody?.content?.['application/json']?.schema)),
      ]);
    const ofUsers = fields.filter((field) => /user_?ids?$/i.test(field));
    expect(ofUsers).toContain('callerUserId');
    expect(ofUsers.filter((field) => !userIdFields.includes(field))).toEqual([]);
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
