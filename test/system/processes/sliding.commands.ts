import type fc from 'fast-check';
import { granularity, type Lifetime } from '../../../src/sessions/lifetime.js';
import { minute, second } from '../../sessions/sessions.js';
import type { Model, ModelToken, ModelUser, System } from './sliding.model.js';

export type Command = fc.AsyncCommand<Model, System>;
const pick = <T>(items: T[], at: number): T => items[at % items.length]!;
/** One of the last three tokens, so that commands meet. */
const pickToken = ({ tokens }: Readonly<Model>, at: number): ModelToken => pick(tokens.slice(-3), at);
const userPath = ({ id }: ModelUser) => `/v1/ecosystems/default/users/${id}`;

/** Quarters of what a lifetime gives as a measure, and a millisecond more or less. */
export interface Length {
  measure: 'granularity' | 'ttl';
  quarters: number;
  offset: number;
}

function lengthOf({ measure, quarters, offset }: Length, lifetime: Lifetime): number {
  const ttl = lifetime.expiryType === 'Infinite' ? minute : lifetime.ttl;
  const length = measure === 'ttl' ? ttl : granularity(lifetime);
  return Math.max(0, Math.floor((length * quarters) / 4) + offset);
}

async function mint(model: Model, system: System, user: ModelUser, lifetime: Lifetime): Promise<ModelToken> {
  const ttl = lifetime.expiryType === 'Infinite' ? undefined : lifetime.ttl / second;
  const { expiryType, maxAge } = lifetime;
  const given = { expiryType, ttl, ...(maxAge && { maxAge: maxAge / second }) };
  const { token, secret } = await system.ask('POST', `${userPath(user)}/tokens`, given);
  const now = system.clock.now();
  const fresh = { createdAt: now, usedAt: now, isRevoked: false, isRemembered: false };
  const minted = { id: token.id, secret, user, lifetime, ...fresh };
  model.tokens.push(minted);
  return minted;
}

/** Uses the token; the system says what the model says, or one of what it allows. */
async function use(model: Model, system: System, token: ModelToken): Promise<void> {
  const now = system.clock.now();
  const verdict = await system.use(token.secret);
  if (system.hasLostRedis()) model.forget();
  const right = model.verdictsOn(token, now);
  if (!right.includes(verdict)) {
    const late = now - (model.endOf(token) ?? now);
    throw new Error(
      `${verdict} instead of ${right.join(' or ')}, ${late} ms after the end: ${JSON.stringify(token)}`,
    );
  }
  if (verdict === 'live') model.used(token, now);
}

export async function newModelUser(model: Model, system: System): Promise<ModelUser> {
  const { id } = await system.ask('POST', '/v1/ecosystems/default/users', {});
  const user = { id, isEnabled: true, invalidUntil: 0 };
  model.users.push(user);
  return user;
}

async function forget(model: Model, system: System): Promise<void> {
  await system.forget();
  model.forget();
}

async function blink(model: Model, system: System, user: ModelUser): Promise<void> {
  for (const active of [false, true]) await system.ask('PATCH', userPath(user), { active });
  user.isEnabled = true;
  model.invalidate(user, system.clock.now());
}

export class Mint implements Command {
  constructor(
    private readonly user: number,
    private readonly lifetime: Lifetime,
  ) {}

  check = ({ users }: Readonly<Model>) => pick(users, this.user).isEnabled;

  async run(model: Model, system: System): Promise<void> {
    await mint(model, system, pick(model.users, this.user), this.lifetime);
  }

  toString = () => `mint(${this.user}, ${JSON.stringify(this.lifetime)})`;
}

/** A command that concerns one of the tokens. */
abstract class OnToken implements Command {
  constructor(protected readonly token: number) {}

  check = ({ tokens }: Readonly<Model>) => tokens.length > 0;

  run(model: Model, system: System): Promise<void> {
    return this.act(pickToken(model, this.token), model, system);
  }

  protected abstract act(token: ModelToken, model: Model, system: System): Promise<void>;

  toString = () => `${this.constructor.name}(${this.token})`;
}

export class Use extends OnToken {
  protected act(token: ModelToken, model: Model, system: System): Promise<void> {
    return use(model, system, token);
  }
}

export class Revoke extends OnToken {
  protected async act(token: ModelToken, _: Model, system: System): Promise<void> {
    await system.ask('DELETE', `/v1/ecosystems/default/tokens/${token.id}`);
    token.isRevoked = true;
  }
}

/** Time goes on until about when the token's end has come, exactly or at the latest. */
export class Await extends OnToken {
  constructor(
    token: number,
    private readonly offset: number,
    private readonly isLatest: boolean,
  ) {
    super(token);
  }

  protected async act(token: ModelToken, model: Model, system: System): Promise<void> {
    const end = this.isLatest ? model.latestEndOf(token) : model.endOf(token);
    const left = (end ?? 0) + this.offset - system.clock.now();
    if (left > 0) system.clock.advance(left);
  }

  override toString = () => `Await(${this.token}, ${this.offset}, ${this.isLatest})`;
}

export class Advance extends OnToken {
  constructor(
    token: number,
    private readonly by: Length,
  ) {
    super(token);
  }

  protected async act({ lifetime }: ModelToken, _: Model, system: System): Promise<void> {
    system.clock.advance(lengthOf(this.by, lifetime));
  }

  override toString = () => `Advance(${this.token}, ${JSON.stringify(this.by)})`;
}

export class Wait implements Command {
  constructor(private readonly ms: number) {}

  check = () => true;

  async run(_: Model, system: System): Promise<void> {
    system.clock.advance(this.ms);
  }

  toString = () => `wait(${this.ms})`;
}

/** What concerns the user of a token, and buries all sessions of theirs; a blink disables and enables. */
export class OnUser extends OnToken {
  constructor(
    token: number,
    private readonly name: 'revokeAll' | 'disable' | 'enable' | 'blink',
  ) {
    super(token);
  }

  protected async act({ user }: ModelToken, model: Model, system: System): Promise<void> {
    if (this.name === 'blink') return blink(model, system, user);
    if (this.name === 'revokeAll') {
      await system.ask('DELETE', `${userPath(user)}/tokens`);
      for (const token of model.tokens) if (token.user === user) token.isRevoked = true;
    } else {
      user.isEnabled = this.name === 'enable';
      await system.ask('PATCH', userPath(user), { active: user.isEnabled });
    }
    model.invalidate(user, system.clock.now());
  }

  override toString = () => `${this.name}(${this.token})`;
}

export class Forget implements Command {
  constructor(private readonly isRestart: boolean) {}

  check = () => true;

  async run(model: Model, system: System): Promise<void> {
    if (!this.isRestart) return forget(model, system);
    await system.restart();
    model.forget();
  }

  toString = () => (this.isRestart ? 'restart' : 'forget');
}

/** Time goes on, perhaps something happens, and a token is used. */
export interface Step {
  gap: Length | { ms: number };
  event: 'nothing' | 'blink' | 'forget';
}

/**
 * Four tokens of a new user go through the same; then each is asked once, at one of the moments that matter: when the
 * end is about to come, when it has, and the same of the latest end that is allowed.
 */
export class Story implements Command {
  constructor(
    private readonly lifetime: Lifetime,
    private readonly steps: Step[],
  ) {}

  check = () => true;

  async run(model: Model, system: System): Promise<void> {
    const user = await newModelUser(model, system);
    const tokens: ModelToken[] = [];
    for (let count = 0; count < 4; count += 1) tokens.push(await mint(model, system, user, this.lifetime));
    for (const token of tokens) await use(model, system, token);
    for (const { gap, event } of this.steps) {
      system.clock.advance('ms' in gap ? gap.ms : lengthOf(gap, this.lifetime));
      if (event === 'blink') await blink(model, system, user);
      if (event === 'forget') await forget(model, system);
      for (const token of tokens) await use(model, system, token);
    }
    const [end, latest] = [model.endOf(tokens[0]!)!, model.latestEndOf(tokens[0]!)!];
    for (const [index, moment] of [end - 1, end, latest - 1, latest].entries()) {
      // What has ended on the way is asked about too.
      system.clock.advance(Math.max(0, moment - system.clock.now()));
      await use(model, system, tokens[index]!);
    }
  }

  toString = () => `story(${JSON.stringify(this.lifetime)}, ${JSON.stringify(this.steps)})`;
}
