import type { Ask, Reply } from '../../support/service.js';
import { account } from '../../support/processes.js';
import type { Random } from '../../support/random.js';

/** Whoever answers: a service in this process or in another one. */
export interface Answering {
  ask: (path: string, ask?: Ask) => Promise<Reply>;
}

interface Minted {
  id: string;
  userId: string;
  isLive: boolean;
  /** The `Idempotency-Key` under which it was minted. */
  key: string | undefined;
}

const users = '/v1/ecosystems/default/users';
const tokens = '/v1/ecosystems/default/tokens';

/** All that a service acknowledged, and nothing that it refused; it acts, and it compares. */
export class Acknowledged {
  /** How many acts in a row were refused just now. */
  refusedInARow = 0;
  counts = { acknowledged: 0, refused: 0 };
  private readonly minted = new Map<string, Minted>();
  private readonly users = new Map<string, { isActive: boolean }>();
  private readonly refusedKeys = new Map<string, string>();
  private keys = 0;

  constructor(private readonly random: Random) {}

  /** Does one thing, or several mints at once. */
  async act(service: Answering): Promise<void> {
    const weights = { mint: 4, burst: 1, keyed: 3, again: 2, revoke: 4, disable: 1, user: 1 };
    const deed = this.users.size === 0 ? 'user' : this.random.weighted(weights);
    if (deed === 'user') await this.makeUser(service);
    else if (deed === 'mint') await this.mint(service, this.anyUser());
    else if (deed === 'burst') {
      await Promise.all(Array.from({ length: 6 }, () => this.mint(service, this.anyUser())));
    } else if (deed === 'keyed') await this.mint(service, this.anyUser(), `key-${++this.keys}`);
    else if (deed === 'again') await this.retry(service);
    else if (deed === 'revoke') await this.revoke(service);
    else await this.disable(service);
  }

  /** Everything that is otherwise than it was acknowledged, in words. */
  async differences(service: Answering): Promise<string[]> {
    const found: string[] = [];
    for (const [secret, { userId, isLive, key, id }] of this.minted) {
      const { body } = await this.send(service, 'POST', '/v1/tokens/introspect', { token: secret });
      const expected = isLive && this.users.get(userId)!.isActive;
      if (body.active !== expected) found.push(`token ${id}: ${body.active}, acknowledged ${expected}`);
      if (!key || !expected) continue;
      const { status, body: again } = await this.sendMint(service, userId, key);
      if (status !== 201 || again.secret !== secret) found.push(`${key}: ${status}, another secret`);
    }
    for (const [userId, { isActive }] of this.users) {
      const { body } = await this.send(service, 'GET', `${users}/${userId}`);
      if (body.active !== isActive) found.push(`user ${userId}: ${body.active}, acknowledged ${isActive}`);
      const { body: page } = await this.send(service, 'GET', `${users}/${userId}/tokens?limit=200`);
      const stored = (page.data as { id: string }[]).map(({ id }) => id).sort();
      const promised = [...this.minted.values()].filter((one) => one.userId === userId).map(({ id }) => id);
      if (stored.join() !== promised.sort().join()) {
        found.push(`user ${userId}: ${stored.length} tokens, acknowledged ${promised.length}`);
      }
    }
    return found;
  }

  private async makeUser(service: Answering): Promise<void> {
    const { status, body } = await this.send(service, 'POST', users, {});
    if (this.judge(status, body)) this.users.set(body.id, { isActive: true });
  }

  private async mint(service: Answering, userId: string | undefined, key?: string): Promise<void> {
    if (userId === undefined) return;
    const { status, body } = await this.sendMint(service, userId, key);
    if (this.judge(status, body)) {
      this.minted.set(body.secret, { id: body.token.id, userId, isLive: true, key });
    } else if (key) this.refusedKeys.set(key, userId);
  }

  private async retry(service: Answering): Promise<void> {
    const [refused] = this.refusedKeys;
    if (!refused) return;
    const [key, userId] = refused;
    this.refusedKeys.delete(key);
    if (this.users.get(userId)!.isActive) await this.mint(service, userId, key);
  }

  private async revoke(service: Answering): Promise<void> {
    const live = [...this.minted.values()].filter(({ isLive }) => isLive);
    if (live.length === 0) return;
    const one = this.random.of(live);
    const { status, body } = await this.send(service, 'DELETE', `${tokens}/${one.id}`);
    if (this.judge(status, body)) one.isLive = false;
  }

  private async disable(service: Answering): Promise<void> {
    const userId = this.anyUser();
    if (userId === undefined) return;
    const { status, body } = await this.send(service, 'PATCH', `${users}/${userId}`, { active: false });
    if (this.judge(status, body)) this.users.get(userId)!.isActive = false;
  }

  private anyUser(): string | undefined {
    const active = [...this.users].filter(([, { isActive }]) => isActive).map(([id]) => id);
    return active.length > 0 ? this.random.of(active) : undefined;
  }

  /** Whether it was acknowledged; a refusal is 503. */
  private judge(status: number, body: unknown): boolean {
    const isDone = status >= 200 && status < 300;
    if (!isDone && status !== 503) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
    this.counts[isDone ? 'acknowledged' : 'refused'] += 1;
    this.refusedInARow = isDone ? 0 : this.refusedInARow + 1;
    return isDone;
  }

  private sendMint(service: Answering, userId: string, key?: string): Promise<Reply> {
    const given = { expiryType: 'Infinite' };
    return this.send(service, 'POST', `${users}/${userId}/tokens`, given, key);
  }

  private async send(
    service: Answering,
    method: string,
    path: string,
    json?: unknown,
    key?: string,
  ): Promise<Reply> {
    const headers = { authorization: `Bearer ${account}`, ...(key && { 'idempotency-key': key }) };
    const reply = await service.ask(path, { method, headers, json });
    if (reply.status === 503 && !reply.headers.get('retry-after')) throw new Error('503 without Retry-After');
    return reply;
  }
}
