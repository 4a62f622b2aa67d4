import fc from 'fast-check';
import type { Lifetime } from '../../../src/sessions/lifetime.js';
import { tombstoneFor } from '../../../src/sessions/session-cache.js';
import { minute, second } from '../../sessions/sessions.js';
import {
  Advance,
  Await,
  type Command,
  Forget,
  Mint,
  OnUser,
  Revoke,
  type Step,
  Story,
  Use,
  Wait,
} from './sliding.commands.js';

const ttl = fc.constantFrom(...[2, 7, 30, 90, 600, 1300, 86_400].map((seconds) => seconds * second));
const maxAge = fc.constantFrom(undefined, undefined, undefined, 20 * second, 150 * second, 2000 * second);
const sliding: fc.Arbitrary<Lifetime> = fc.record({
  expiryType: fc.constant('SlidingTtl' as const),
  ttl,
  maxAge,
});
const lifetime: fc.Arbitrary<Lifetime> = fc.oneof(
  { weight: 6, arbitrary: sliding },
  { weight: 1, arbitrary: fc.record({ expiryType: fc.constant('FixedTtl' as const), ttl, maxAge }) },
  { weight: 1, arbitrary: fc.record({ expiryType: fc.constant('Infinite' as const), maxAge }) },
);

const token = fc.nat(2);
const offset = fc.constantFrom(-1, 0, 1);
const measure = fc.constantFrom('granularity' as const, 'ttl' as const);
const length = fc.record({ measure, quarters: fc.integer({ min: 1, max: 7 }), offset });
const use = token.map((at) => new Use(at));
const awaiting = fc
  .tuple(token, offset, fc.boolean())
  .map(([at, ms, isLatest]) => new Await(at, ms, isLatest));
const advance = fc.tuple(token, length).map(([at, by]) => new Advance(at, by));
/** Now and then the one, else a use. */
const rarely = (percent: number, some: (at: number) => Command) =>
  fc.tuple(fc.nat(99), token).map(([dice, at]) => (dice < percent ? some(at) : new Use(at)));

const gap: fc.Arbitrary<Step['gap']> = fc.oneof(
  { weight: 6, arbitrary: length.map((by) => ({ ...by, measure: 'granularity' as const })) },
  { weight: 2, arbitrary: fc.record({ measure, quarters: fc.integer({ min: 1, max: 3 }), offset }) },
  { weight: 1, arbitrary: fc.constantFrom({ ms: tombstoneFor }, { ms: minute }) },
);
const event = fc.constantFrom('nothing', 'nothing', 'nothing', 'nothing', 'blink', 'forget' as const);
const story = fc
  .tuple(sliding, fc.array(fc.record({ gap, event }), { minLength: 1, maxLength: 6, size: 'max' }))
  .map(([given, steps]) => new Story(given, steps));

/** All that may happen. Restarts are rare, since each takes a second. */
export const commands = fc.commands(
  [
    fc.tuple(fc.nat(1), lifetime).map(([at, given]) => new Mint(at, given)),
    ...[story, story, story, story, use, use, awaiting, advance],
    fc.constantFrom(1, minute - 1, minute, tombstoneFor - 1, tombstoneFor).map((ms) => new Wait(ms)),
    rarely(10, (at) => new Revoke(at)),
    fc
      .constantFrom('revokeAll' as const, 'disable' as const, 'enable' as const, 'blink' as const)
      .chain((name) => rarely(40, (at) => new OnUser(at, name))),
    rarely(10, () => new Forget(false)),
    rarely(3, () => new Forget(true)),
  ],
  { size: 'max', maxCommands: 60 },
);
