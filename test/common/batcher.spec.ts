import { setImmediate } from 'node:timers/promises';
import { BatchedReads } from '../../src/common/concurrency/batcher.js';

interface Sent {
  keys: string[];
  answer: (value: string) => void;
  refuse: (error: Error) => void;
}

describe('batched reads', () => {
  let sent: Sent[];
  let reads: BatchedReads<string>;

  beforeEach(() => {
    sent = [];
    reads = new BatchedReads(
      (keys) =>
        new Promise((resolve, refuse) => {
          const answer = (value: string) => resolve(new Map(keys.map((key) => [key, `${key} ${value}`])));
          sent.push({ keys, answer, refuse });
        }),
    );
  });

  /** Lets what is scheduled happen, and what follows from it. */
  const turn = async () => {
    for (let time = 0; time < 3; time += 1) await setImmediate();
  };
  const keysSent = () => sent.map(({ keys }) => keys);

  it('what one turn of the event loop asks for is one statement, each key once', async () => {
    const asked = ['a', 'b', 'a'].map((key) => reads.read(key));
    await turn();
    expect(keysSent()).toEqual([['a', 'b']]);
    sent[0]!.answer('1');
    expect(await Promise.all(asked)).toEqual(['a 1', 'b 1', 'a 1']);
  });

  it('while two are on their way, the next one gathers, and goes when one of them is answered', async () => {
    const asked = [];
    for (const key of ['a', 'b', 'c', 'd', 'c']) {
      asked.push(reads.read(key));
      await turn();
    }
    expect(keysSent()).toEqual([['a'], ['b']]);
    sent[1]!.answer('1');
    expect(await asked[1]).toBe('b 1');
    await turn();
    expect(keysSent()).toEqual([['a'], ['b'], ['c', 'd']]);
    sent[2]!.answer('1');
    expect(await Promise.all(asked.slice(2))).toEqual(['c 1', 'd 1', 'c 1']);
    sent[0]!.answer('1');
    expect(await asked[0]).toBe('a 1');
  });

  it('nobody is answered by a statement that was sent before the question', async () => {
    const early = reads.read('a');
    await turn();
    const late = reads.read('a');
    await turn();
    expect(keysSent()).toEqual([['a'], ['a']]);
    sent[0]!.answer('then');
    sent[1]!.answer('now');
    expect(await Promise.all([early, late])).toEqual(['a then', 'a now']);
  });

  it('however many are asked for, a statement has 200 keys at the most', async () => {
    const keys = Array.from({ length: 450 }, (_, index) => `key-${index}`);
    const asked = Promise.all(keys.map((key) => reads.read(key)));
    for (let part = 0; part < 3; part += 1) {
      while (sent.length <= part) await turn();
      sent[part]!.answer('found');
    }
    expect(keysSent().map(({ length }) => length)).toEqual([200, 200, 50]);
    expect(await asked).toEqual(keys.map((key) => `${key} found`));
  });

  it('a full statement does not wait for the end of the turn, which is long under load', async () => {
    const keys = Array.from({ length: 450 }, (_, index) => `key-${index}`);
    const asked = Promise.all(keys.map((key) => reads.read(key)));
    expect(keysSent().map(({ length }) => length)).toEqual([200, 200]);
    sent[0]!.answer('found');
    sent[1]!.answer('found');
    await turn();
    sent[2]!.answer('found');
    await asked;
  });

  it('however many ask for one key, it is one statement', async () => {
    const first = reads.read('a');
    await turn();
    const asked = Promise.all(Array.from({ length: 1000 }, () => reads.read('a')));
    await turn();
    expect(keysSent()).toEqual([['a'], ['a']]);
    for (const one of sent) one.answer('1');
    expect([...(await asked), await first]).toEqual(Array(1001).fill('a 1'));
  });

  it('a statement that fails is the failure of those who are in it, and of nobody after them', async () => {
    const failing = [reads.read('a'), reads.read('b')];
    await turn();
    const other = reads.read('c');
    await turn();
    const waiting = reads.read('d');
    sent[0]!.refuse(new Error('no answer'));
    expect((await Promise.allSettled(failing)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    sent[1]!.answer('1');
    expect(await other).toBe('c 1');
    await turn();
    sent[2]!.answer('1');
    expect(await waiting).toBe('d 1');
  });

  it('two that hang hold back the others for a moment only', async () => {
    const asked = [];
    for (const key of ['a', 'b', 'c']) {
      asked.push(reads.read(key));
      await turn();
    }
    expect(sent.length).toBe(2);
    while (sent.length === 2) await turn();
    sent[2]!.answer('1');
    expect(await asked[2]).toBe('c 1');
    for (const one of sent.slice(0, 2)) one.answer('late');
    expect(await Promise.all(asked.slice(0, 2))).toEqual(['a late', 'b late']);
    const all = Promise.all(['d', 'e'].map((key) => reads.read(key)));
    await turn();
    sent[3]!.answer('1');
    expect(await all).toEqual(['d 1', 'e 1']);
  });
});
