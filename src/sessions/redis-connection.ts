import { Logger } from '@nestjs/common';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { SafeError, safeMessage } from '../common/safe-error.js';

/** How long a command may take, in ms, before Redis counts as away. */
const deadline = 250;
/** How often Redis is asked whether it is there, in ms: so long at the most does a return go unnoticed. */
const heartbeat = 500;
/** After so many unanswered heartbeats in a row a new connection is tried. */
const beatsBeforeReconnect = 3;

/** How often commands are sent anew to a cluster whose slots move. */
const mostRedirections = 4;

/** What a connection offers to its one user: the session cache, or the rate limits. */
export type RedisClient = Redis | Cluster;

/** Whom a connection serves. */
export interface RedisUser {
  /** What must be done before Redis is relied on again; when it fails, Redis stays away. */
  readonly beforeUp?: () => Promise<void>;
  /** What a heartbeat asks while Redis is relied on; when it fails, Redis is away. */
  readonly whileUp?: () => Promise<unknown>;
  /** What is logged when Redis is used again, and when it is lost. */
  readonly says: { readonly up: string; readonly away: string };
}

/**
 * The connection to Redis together with its breaker: one command that fails or takes too long opens it, and from then
 * on nobody waits; the first heartbeat that is answered closes it again.
 */
export class RedisLink {
  private readonly logger = new Logger(RedisLink.name);
  readonly client: RedisClient;
  /** How often Redis was lost. */
  outages = 0;
  private isUp = false;
  private lostAt = -Infinity;
  private wasUp = false;
  private missedBeats = 0;
  /** Why there is no connection, where the client said so. */
  private connectionFault: unknown;
  /** What was logged of a Redis that has not answered since the start. */
  private readonly told = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    url: string,
    private readonly user: RedisUser,
  ) {
    this.client = connect(url);
    // Each failure is seen by whoever asked; the transitions are logged here. Only these know why there is no connection.
    this.client.on('error', (error) => (this.connectionFault = error));
    this.client.on('ready', () => (this.connectionFault = undefined));
    // Who comes back on a new connection may be another one, or remember an older state.
    this.client.on('close', () => this.markDown(new SafeError('the connection was closed')));
  }

  /** Why Redis is away, in words without any value; undefined when it is not. */
  reason: string | undefined;

  /** Whether nobody waits for Redis: the breaker is open. */
  get isAway(): boolean {
    return !this.isUp;
  }

  /** Fulfilled after the first heartbeat, whether it was answered or not. */
  async open(): Promise<void> {
    await Promise.race([
      new Promise<void>((resolve) => this.client.once('ready', () => resolve())),
      new Promise<void>((resolve) => setTimeout(resolve, 1000).unref()),
    ]);
    await this.beat();
    this.timer = setInterval(() => void this.beat(), heartbeat).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.isUp = false;
    this.client.disconnect();
  }

  /**
   * What Redis answers; undefined when it is away, at once while that is known.
   *
   * @param patience how long an answer may take, in ms; when it is more than usual, Redis is asked for as long after it was
   *   lost too, since it may only be slow
   */
  async ask<T>(command: () => Promise<T>, patience = deadline): Promise<T | undefined> {
    const isPerhapsSlow = patience > deadline && performance.now() < this.lostAt + patience;
    if (!this.isUp && !isPerhapsSlow) return undefined;
    try {
      return await within(patience, this.redirected(command));
    } catch (error) {
      // A cluster whose slots move answers: what it refused is asked of nobody else, but it is not away.
      if (!isRedirection(error)) this.markDown(error);
      return undefined;
    }
  }

  /**
   * Commands that were joined for one node are refused together when the slot of one has moved. They are sent anew, each by
   * itself: the client can redirect these.
   */
  private async redirected<T>(command: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await command();
      } catch (error) {
        if (!isRedirection(error) || !(this.client instanceof Cluster) || attempt === mostRedirections)
          throw error;
      }
      this.client.refreshSlotsCache();
      const first = command;
      command = () => this.unjoined(first);
    }
  }

  private unjoined<T>(command: () => Promise<T>): Promise<T> {
    const options = this.client.options as { enableAutoPipelining: boolean };
    options.enableAutoPipelining = false;
    try {
      return command();
    } finally {
      options.enableAutoPipelining = true;
    }
  }

  private async beat(): Promise<void> {
    try {
      const { whileUp, beforeUp, says } = this.user;
      const ask = this.isUp && whileUp ? whileUp : () => this.client.ping();
      await within<unknown>(deadline, this.redirected<unknown>(ask));
      this.missedBeats = 0;
      if (this.isUp) return;
      if (beforeUp) await within(10 * deadline, this.redirected(beforeUp));
      this.isUp = true;
      this.wasUp = true;
      this.reason = undefined;
      this.logger.log(says.up);
    } catch (error) {
      if (isRedirection(error)) return;
      this.markDown(error);
      this.missedBeats += 1;
      if (this.missedBeats % beatsBeforeReconnect === 0) this.reconnect();
    }
  }

  /** A connection that is open but silent would be waited on for ever. */
  private reconnect(): void {
    const connections = this.client instanceof Cluster ? this.client.nodes() : [this.client];
    for (const connection of connections) if (connection.status === 'ready') connection.disconnect(true);
  }

  private markDown(error: unknown): void {
    const reason = safeMessage(this.connectionFault ?? error);
    if (this.isUp) {
      this.outages += 1;
      this.lostAt = performance.now();
      this.logger.warn(`${this.user.says.away}: ${reason}`);
    } else if (!this.wasUp && !this.told.has(reason)) {
      this.told.add(reason);
      this.logger.warn(`${this.user.says.away}: ${reason}`);
    }
    this.isUp = false;
    this.reason = reason;
  }
}

/** `redis`, `redis-sentinel` or `redis-cluster`, with `rediss` for TLS; Sentinel's path is the master's name. */
function connect(url: string): RedisClient {
  const [, scheme, rest] = /^(\w+(?:-\w+)?):\/\/(.*)$/.exec(url)!;
  const options: RedisOptions = {
    enableAutoPipelining: true,
    // What is joined already is sent at once.
    autoPipeliningIgnoredCommands: ['useSessions'],
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1000,
    retryStrategy: (attempt) => Math.min(attempt * 100, 1000),
    ...(scheme!.startsWith('rediss') && { tls: {} }),
  };
  if (!scheme!.includes('-')) return new Redis(url, options);
  const parts = /^(?:([^:@]*):([^@]*)@)?([^/?]+)(?:\/([^/?]*))?/.exec(rest!)!;
  const [, username, password, hosts, name] = parts;
  const credentials = {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  };
  const nodes = hosts!.split(',').map((node) => {
    const at = node.lastIndexOf(':');
    return at < 0
      ? { host: node, port: 6379 }
      : { host: node.slice(0, at), port: Number(node.slice(at + 1)) };
  });
  if (scheme!.endsWith('sentinel')) {
    const tls = options.tls && { sentinelTLS: {}, enableTLSForSentinelMode: true };
    return new Redis({ ...options, ...credentials, ...tls, sentinels: nodes, name: name || 'mymaster' });
  }
  return new Cluster(nodes, {
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    clusterRetryStrategy: (attempt) => Math.min(attempt * 100, 1000),
    redisOptions: { ...options, ...credentials },
  });
}

function isRedirection(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(MOVED |ASK |TRYAGAIN |All (the )?keys in |Too many Cluster redirections)/.test(error.message)
  );
}

/** A wait that ends this much late, in ms, was prolonged by a pause of this process, not by Redis. */
const pause = 100;

function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout;
    const wait = () => {
      const due = performance.now() + ms;
      timer = setTimeout(() => {
        // Who was away cannot say that Redis is: it waits anew.
        if (performance.now() > due + pause) wait();
        else reject(new SafeError(`no answer within ${ms} ms`));
      }, ms);
    };
    wait();
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
