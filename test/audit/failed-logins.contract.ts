import { DataSource } from 'typeorm';
import { FailedLogins } from '../../src/audit/failed-logins.entity.js';
import { FailedLoginsService } from '../../src/audit/failed-logins.service.js';
import { at } from '../dialects/rocketchat/rocketchat.js';
import { newTenant, newUser, sharedService } from '../support/service.js';
import { auditAfter, auditCount, type Environment } from '../contract/core.support.js';
import { hour } from '../sessions/sessions.js';

/** Failed logins are counted by hour and account, in few rows of the audit, without what was typed. */
export function failedLoginsContract(environment: Environment): void {
  describe('the audit of failed logins', () => {
    const service = sharedService(environment);
    let ecosystemId: string;

    /** The rows that `work` leaves, but for their own ids. */
    const rowsOf = async (work: () => Promise<unknown>): Promise<object[]> => {
      const before = await auditCount(service);
      await work();
      return (await auditAfter(service, before)).map((row) => ({ ...row, id: undefined }));
    };
    const login = (user: string, password: string) =>
      at(service, `${ecosystemId}.example`).ask('/api/v1/login', {
        method: 'POST',
        json: { user, password },
      });
    const fail = (user: string) => login(user, 'wrong password');
    /** A row that tells of the failures in the hour that began then. */
    const failed = (targetType: string, targetId: string, failures: number, began: number) => ({
      ...{ at: service.clock.now(), ecosystemId, action: 'user.login-failed', targetType, targetId },
      detail: { hour: new Date(began).toISOString(), failures },
      ...{ callerHolder: 'user', callerTokenId: null, callerUserId: null },
      callerAddress: '127.0.0.1',
      requestId: expect.any(String),
    });
    const bySystem = { callerHolder: 'system', callerAddress: null, requestId: null };
    const counted = () => service.get(DataSource).manager.count(FailedLogins);

    beforeEach(async () => {
      ({ ecosystemId } = await newTenant(service));
      const domain = `${ecosystemId}.example`;
      await service.native('PATCH', `/v1/ecosystems/${ecosystemId}`, service.account, { domain });
      service.clock.advance(hour);
      await service.get(FailedLoginsService).prune();
    });

    it('one at the first of an hour and account, and one with the sum when the hour is over', async () => {
      const { id } = await newUser(service, ecosystemId, { username: 'ada', password: 'correct horse' });
      const began = service.clock.now() - (service.clock.now() % hour);
      const first = await rowsOf(async () => {
        for (const name of ['ada', 'ADA', 'ada', 'correct horse', 'nobody']) {
          expect((await fail(name)).status).toBe(401);
        }
      });
      expect(first).toEqual([failed('user', id, 1, began), failed('ecosystem', ecosystemId, 1, began)]);
      expect(await rowsOf(() => service.get(FailedLoginsService).prune())).toEqual([]);
      service.clock.advance(hour);
      const sums = await rowsOf(() => service.get(FailedLoginsService).prune());
      expect(sums).toHaveLength(2);
      expect(sums).toEqual(
        expect.arrayContaining([
          { ...failed('user', id, 3, began), ...bySystem },
          { ...failed('ecosystem', ecosystemId, 2, began), ...bySystem },
        ]),
      );
      expect(await counted()).toBe(0);
      const again = await rowsOf(() => fail('ada'));
      expect(again).toEqual([failed('user', id, 1, began + hour)]);
    });

    it('of many at once none is missed, and the tenth is told at once', async () => {
      const { id } = await newUser(service, ecosystemId, { username: 'eve', password: 'correct horse' });
      const began = service.clock.now() - (service.clock.now() % hour);
      const rows = await rowsOf(() => Promise.all(Array.from({ length: 10 }, () => fail('eve'))));
      expect(rows).toEqual([failed('user', id, 1, began), failed('user', id, 10, began)]);
      service.clock.advance(hour);
      // What was told with its sum needs no other row.
      expect(await rowsOf(() => service.get(FailedLoginsService).prune())).toEqual([]);
      expect(await counted()).toBe(0);
    });

    it('a right password leaves none', async () => {
      await newUser(service, ecosystemId, { username: 'ida', password: 'correct horse' });
      const rows = await rowsOf(() => login('ida', 'correct horse'));
      expect(rows).toEqual([expect.objectContaining({ action: 'token.mint' })]);
    });
  });
}
