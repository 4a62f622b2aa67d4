import type { Answer, Fleet } from './fleet.js';
import type { Random } from '../../support/random.js';

interface Known {
  id: string;
  secret: string;
  /** A revocation of it was answered, or the deletion of its user: dead for ever. */
  isDead: boolean;
  /** One is on its way. */
  isDying: boolean;
}

const lifetimes = [
  { expiryType: 'Infinite' },
  { expiryType: 'FixedTtl', ttl: 3600 },
  { expiryType: 'SlidingTtl', ttl: 600 },
  { expiryType: 'SlidingTtl', ttl: 20 },
];

const weights = { mint: 30, use: 30, revoke: 14, revokeAll: 6, disable: 8, enable: 8, remove: 4 };

/**
 * One user at a time, whose tokens are minted, used and ended by random processes, while others use them. It knows what
 * every answer has to be: dead, from the moment at which an end was answered; live, when no end was ever asked for.
 */
export class Lane {
  /** Answers that were not what they had to be. */
  static wrong: string[] = [];
  /** How many questions had to be answered in one way. */
  static sure = 0;
  /** How many ends were answered with 503: stored, and not promised everywhere. */
  static unavailable = 0;

  static reset(): void {
    Lane.wrong = [];
    Lane.sure = Lane.unavailable = 0;
  }

  private userId = '';
  private isDisabled = false;
  private isChanging = false;
  /** How often an end was begun, and how often enabling was. */
  private begun = { ends: 0, enablings: 0 };
  private tokens: Known[] = [];
  private readonly all: Known[] = [];

  constructor(
    private readonly fleet: Fleet,
    private readonly random: Random,
  ) {}

  /** One random command by a random process while uses are on their way; of an end, every process is asked after it. */
  async round(): Promise<void> {
    if (!this.userId) await this.newUser();
    const command = this.random.weighted(weights);
    const uses = Array.from({ length: this.random.below(3) }, () => this.ask());
    const concerned = await this[command]();
    await Promise.all(uses);
    const asked = concerned.length > 2 ? [this.random.of(concerned), concerned.at(-1)!] : concerned;
    const isEnd = command !== 'mint' && command !== 'use';
    await Promise.all(asked.flatMap((token) => (isEnd ? this.everywhere(token) : this.ask(token))));
  }

  /** What every process says in the end of the last tokens that this lane had. */
  async conclude(): Promise<void> {
    for (const token of this.all.slice(-10)) await Promise.all(this.everywhere(token));
  }

  private async newUser(): Promise<void> {
    const { status, body } = await this.send('POST', '', {});
    if (status !== 201) throw new Error(`No user: ${status}`);
    this.userId = body.id;
    this.tokens = [];
    this.isDisabled = false;
  }

  private async mint(): Promise<Known[]> {
    const { status, body } = await this.send('POST', `/${this.userId}/tokens`, this.random.of(lifetimes));
    if (this.isDisabled && status === 409) return [];
    // A busy machine refuses before it does anything.
    if (body.code === 'overloaded') return [];
    if (status !== 201) throw new Error(`No token: ${status} ${JSON.stringify(body)}`);
    const token = { id: body.token.id, secret: body.secret, isDead: false, isDying: false };
    this.tokens.push(token);
    this.all.push(token);
    return [token];
  }

  private async use(): Promise<Known[]> {
    return this.tokens.length > 0 ? [this.random.of(this.tokens)] : [];
  }

  private revoke(): Promise<Known[]> {
    const living = this.tokens.filter(({ isDead }) => !isDead);
    if (living.length === 0) return this.mint();
    const token = this.random.of(living);
    if (this.random.next() < 0.3) {
      return this.end([token], () => this.askAny('POST', '/v1/tokens/revoke', { token: token.secret }));
    }
    const path = `/v1/ecosystems/default/tokens/${token.id}`;
    return this.end([token], () => this.askAny('DELETE', path));
  }

  private revokeAll(): Promise<Known[]> {
    return this.end(this.tokens, () => this.send('DELETE', `/${this.userId}/tokens`));
  }

  private async remove(): Promise<Known[]> {
    const ended = await this.end(this.tokens, () => this.send('DELETE', `/${this.userId}`));
    this.userId = '';
    return ended;
  }

  private async disable(): Promise<Known[]> {
    this.begun.ends += 1;
    this.isChanging = true;
    await this.untilPromised(() => this.send('PATCH', `/${this.userId}`, { active: false }));
    this.isChanging = false;
    this.isDisabled = true;
    return this.tokens;
  }

  private async enable(): Promise<Known[]> {
    this.begun.enablings += 1;
    this.isChanging = true;
    await this.untilPromised(() => this.send('PATCH', `/${this.userId}`, { active: true }));
    this.isChanging = false;
    this.isDisabled = false;
    return this.tokens;
  }

  private async end(tokens: Known[], act: () => Promise<Answer>): Promise<Known[]> {
    this.begun.ends += 1;
    for (const token of tokens) token.isDying = true;
    await this.untilPromised(act);
    for (const token of tokens) token.isDead = true;
    return tokens;
  }

  /** Asks again when the answer is that it is stored but not promised; what was deleted then is not found any more. */
  private async untilPromised(act: () => Promise<Answer>): Promise<void> {
    for (let time = 1; ; time += 1) {
      const { status, body } = await act();
      if (status < 300 || (time > 1 && status === 404)) return;
      if (status !== 503) throw new Error(`Not ended: ${status} ${JSON.stringify(body)}`);
      Lane.unavailable += 1;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  private everywhere(token: Known): Promise<void>[] {
    return Array.from({ length: this.fleet.size }, (_, index) => this.question(index, token));
  }

  private async ask(token?: Known): Promise<void> {
    const asked = token ?? (this.tokens.length > 0 ? this.random.of(this.tokens) : undefined);
    if (asked) await this.question(this.random.below(this.fleet.size), asked);
  }

  /** Asks one process, and compares its answer with what it has to be. */
  private async question(index: number, token: Known): Promise<void> {
    const isDead = token.isDead;
    const isOff = this.isDisabled && !this.isChanging && this.tokens.includes(token);
    const isLive = !token.isDying && !this.isDisabled && !this.isChanging && this.tokens.includes(token);
    const { ends, enablings } = this.begun;
    const isActive = await this.isActive(index, token);
    const mustBeDead = isDead || (isOff && this.begun.enablings === enablings);
    const mustLive = isLive && this.begun.ends === ends;
    if (mustBeDead || mustLive) Lane.sure += 1;
    if (isActive ? mustBeDead : mustLive) {
      const state = JSON.stringify({ isDead, isOff, isLive, userId: this.userId });
      Lane.wrong.push(`process ${index} says ${isActive ? 'live' : 'dead'} of ${token.id}: ${state}`);
    }
  }

  private async isActive(index: number, { secret }: Known): Promise<boolean> {
    if (this.random.next() < 0.3) {
      const { status } = await this.fleet.ask(index, 'GET', '/v1/self', undefined, secret);
      if (status !== 200 && status !== 401) throw new Error(`No answer: ${status}`);
      return status === 200;
    }
    const { status, body } = await this.fleet.ask(index, 'POST', '/v1/tokens/introspect', { token: secret });
    if (status !== 200) throw new Error(`No answer: ${status} ${JSON.stringify(body)}`);
    return body.active;
  }

  private send(method: string, path: string, json?: unknown): Promise<Answer> {
    return this.askAny(method, `/v1/ecosystems/default/users${path}`, json);
  }

  private askAny(method: string, path: string, json?: unknown): Promise<Answer> {
    return this.fleet.ask(this.random.below(this.fleet.size), method, path, json);
  }
}
