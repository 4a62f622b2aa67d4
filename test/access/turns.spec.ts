import { Turns } from '../../src/access/turns.js';

/** Long enough for whatever can go on to have gone on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('lets so many be at it as the budget says, and the others when a turn ends', async () => {
    const turns = new Turns();
    let atIt = 0;
    let most = 0;
    const leaves: (() => void)[] = [];
    const all = Array.from({ length: 10 }, async () => {
      const leave = await turns.enter('key', async () => 3);
      atIt += 1;
      most = Math.max(most, atIt);
      leaves.push(() => {
        atIt -= 1;
        leave();
      });
    });
    for (let ended = 0; ended < 10; ended += 1) {
      await settle();
      expect(atIt).toBe(Math.min(3, 10 - ended));
      leaves.shift()!();
    }
    await Promise.all(all);
    expect(most).toBe(3);
  });

  it('refuses everybody who waits once the budget does, and keeps no one waiting', async () => {
    const turns = new Turns();
    let failed = 0;
    const budget = async () => {
      if (failed === 2) throw new Error('spent');
      return 2 - failed;
    };
    const enter = () => turns.enter('key', budget);
    const first = [await enter(), await enter()];
    const waiting = Promise.allSettled([enter(), enter(), enter(), enter(), enter()]);
    for (const leave of first) {
      failed += 1;
      leave();
    }
    expect((await waiting).map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    failed = 0;
    expect(await enter()).toBeInstanceOf(Function);
  });

  it('does not make one key wait for another', async () => {
    const turns = new Turns();
    await turns.enter('one', async () => 1);
    expect(await turns.enter('other', async () => 1)).toBeInstanceOf(Function);
  });
});
