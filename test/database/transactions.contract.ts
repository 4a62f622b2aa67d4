import { DataSource } from 'typeorm';
import { Transactions } from '../../src/database/transactions/transactions.js';
import { sharedService } from '../support/service.js';
import { Gate } from '../contract/gate.js';

/** What one transaction promises beside others: all or nothing, its own fate only. */
export function transactionsContract(environment: () => Promise<Record<string, string>>): void {
  describe('transactions', () => {
    const service = sharedService(environment);
    let dataSource: DataSource;
    let transactions: Transactions;

    beforeAll(async () => {
      dataSource = service.get(DataSource);
      transactions = service.get(Transactions);
      await dataSource.query('CREATE TABLE notes (body varchar(40) PRIMARY KEY)');
    });
    beforeEach(() => dataSource.query('DELETE FROM notes'));

    const write = (...texts: string[]) =>
      transactions.run(async (manager) => {
        for (const text of texts) await manager.query(`INSERT INTO notes (body) VALUES ('${text}')`);
        return texts.length;
      });
    const notes = async (): Promise<string[]> => {
      const rows: { body: string }[] = await dataSource.query('SELECT body FROM notes');
      return rows.map(({ body }) => body).sort();
    };

    it('commit all that was written, and hand over what the work returned', async () => {
      expect(await write('a', 'b')).toBe(2);
      expect(await notes()).toEqual(['a', 'b']);
    });

    it('leave nothing when the store refuses a statement', async () => {
      await write('a');
      await expect(write('b', 'a', 'c')).rejects.toThrow(/unique/i);
      expect(await notes()).toEqual(['a']);
    });

    it('leave nothing when the work throws, and hand over the very error', async () => {
      const error = new Error('changed my mind');
      const work = transactions.run(async (manager) => {
        await manager.query("INSERT INTO notes (body) VALUES ('a')");
        throw error;
      });
      await expect(work).rejects.toBe(error);
      expect(await notes()).toEqual([]);
    });

    it('do not take each other’s rollback, in parallel: those that were fulfilled are there, the others not', async () => {
      await write('taken');
      const isLost = (index: number) => index % 3 === 0;
      const work = Array.from({ length: 60 }, (_, index) =>
        isLost(index) ? write(`lost ${index}`, 'taken') : write(`kept ${index}`),
      );
      const results = await Promise.allSettled(work);
      expect(results.map(({ status }) => status)).toEqual(
        work.map((_, index) => (isLost(index) ? 'rejected' : 'fulfilled')),
      );
      const kept = work.map((_, index) => index).filter((index) => !isLost(index));
      expect(await notes()).toEqual([...kept.map((index) => `kept ${index}`), 'taken'].sort());
    });

    it('do not take in what another one writes while they wait', async () => {
      const started = new Gate();
      const released = new Gate();
      const slow = transactions.run(async (manager) => {
        await manager.query("INSERT INTO notes (body) VALUES ('slow')");
        started.open();
        await released.opened;
        throw new Error('rolled back');
      });
      await started.opened;
      const quick = write('quick');
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
      released.open();
      await expect(slow).rejects.toThrow('rolled back');
      await quick;
      expect(await notes()).toEqual(['quick']);
    });

    it('go on after one failed before its first statement', async () => {
      await expect(transactions.run(() => Promise.reject(new Error('at once')))).rejects.toThrow('at once');
      await write('a');
      expect(await notes()).toEqual(['a']);
    });
  });
}
