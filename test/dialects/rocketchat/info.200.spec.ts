import { sharedService } from '../../support/service.js';
import { bothGenerations, expectReply, type Generation, generations, newPerson } from './rocketchat.js';

const versions: Record<Generation, string> = { 'up to 7.x': '7.13', '8.x': '8.7' };

describe.each(bothGenerations)('GET /api/info, %s: 200', (generation: Generation) => {
  const service = sharedService(generations[generation]);
  const version = versions[generation];
  const full = { version: `${version}.0` };
  const minimumClientVersions = { desktop: '3.9.6', mobile: '4.39.0' };
  const told = { ...full, build: {}, commit: {}, marketplaceApiVersion: '1.57.0' };
  const info = (headers: Record<string, string> = {}) => service.ask('/api/info', { headers });

  it('the version whose words are spoken, without its last part', async () => {
    expectReply(await info(), 200, { version, minimumClientVersions, success: true });
    const ada = await newPerson(service, 'ada');
    expectReply(await info(ada.headers), 200, { version, minimumClientVersions, success: true });
    expectReply(await info({ ...ada.headers, 'x-auth-token': 'wrong' }), 200, {
      version,
      minimumClientVersions,
      success: true,
    });
  });

  it('the whole of it for who has view-statistics', async () => {
    const admin = await newPerson(service, 'root', { roles: ['admin'] });
    expectReply(await info(admin.headers), 200, {
      version,
      info: told,
      minimumClientVersions,
      success: true,
    });
    const another = { ...admin.headers, 'x-user-id': 'another' };
    expectReply(await info(another), 200, { version, minimumClientVersions, success: true });
  });

  it('on the path of older clients, too', async () => {
    expectReply(await service.ask('/api/v1/info'), 200, { info: full, success: true });
  });
});
