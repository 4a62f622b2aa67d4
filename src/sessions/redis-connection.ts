import { Logger } from '@nestjs/common';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { SafeError, safeMessage } from '../common/safe-error.js';

/** After this time without an answer, in ms, Redis counts as away. */
const deadline = 250;
/** Interval of heartbeats, in ms. */
const heartbeat = 500;
/** Unanswered heartbeats in a row before a reconnect. */
const beatsBeforeReconnect = 3;

/** Maximum attempts of a command while the slots of a cluster move. */
const mostRedirections = 4;

/** The client that a connection gives to its user: the session cache or the rate limits. */
export type RedisClient = Redis | Cluster;

/** The user of a connection. */
export interface RedisUser {
  /** Runs before Redis counts as up again; if it fails, Redis stays away. */
  readonly beforeUp?: () => Promise<void>;
  /** Runs with each heartbeat while Redis is up; if it fails, Redis is away. */
  readonly whileUp?: () => Promise<unknown>;
  /** Log lines for the return and the loss of Redis. */
  readonly says: { readonly up: string; readonly away: string };
}

/**
 * A connection to Redis with a circuit breaker. A command that fails or takes too long opens it, so that no caller waits; the
 * first answered heartbeat closes it.
 */
export class RedisLink {
  private readonly logger = new Logger(RedisLink.name);
  readonly client: RedisClient;
  /** Number of times that Redis was lost. */
  outages = 0;
  private isUp = false;
  private lostAt = -Infinity;
  private wasUp = false;
  private missedBeats = 0;
  /** The client's reason for a missing connection. */
  private connectionFault: unknown;
  /** Reasons that were logged before Redis first answered. */
  private readonly logged = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    url: string,
    private readonly user: RedisUser,
  ) {
    this.client = connect(url);
    // Callers see their own failures. Only these events know why there is no connection.
    this.client.on('error', (error) => (this.connectionFault = error));
    this.client.on('ready', () => (this.connectionFault = undefined));
    // After a reconnect it may be another Redis, or one with an older state.
    this.client.on('close', () => this.markDown(new SafeError('the connection was closed')));
  }

  /** Why Redis is away, without any value; undefined while it is up. */
  reason: string | undefined;

  /** Whether the breaker is open. */
  get isAway(): boolean {
    return !this.isUp;
  }

  /** Resolves after the first heartbeat, answered or not. */
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
   * Resolves with the answer of Redis, or with undefined when it is away, at once while that is known.
   *
   * @param patience maximum time of an answer, in ms. If it is longer than usual, Redis is also asked for that long after it
   *   was lost, because it may only be slow
   */
  async ask<T>(command: () => Promise<T>, patience = deadline): Promise<T | undefined> {
    const isPerhapsSlow = patience > deadline && performance.now() < this.lostAt + patience;
    if (!this.isUp && !isPerhapsSlow) return undefined;
    try {
      return await within(patience, this.redirected(command));
    } catch (error) {
      // A cluster whose slots move has answered, so it is not away.
      if (!isRedirection(error)) this.markDown(error);
      return undefined;
    }
  }

  /**
   * Pipelined commands for one node are refused together when the slot of one has moved. This sends them again one by one,
   * which the client can redirect.
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

  /** Closes connections that are open but silent; the client would wait for them for ever. */
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
    } else if (!this.wasUp && !this.logged.has(reason)) {
      this.logged.add(reason);
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
    // A batch of uses is sent at once.
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

/** A timer this late, in ms, means that our own process stalled; do not blame Redis. */
const pause = 100;

function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout;
    const wait = () => {
      const due = performance.now() + ms;
      timer = setTimeout(() => {
        // Our own process stalled, so wait again.
        if (performance.now() > due + pause) wait();
        else reject(new SafeError(`no answer within ${ms} ms`));
      }, ms);
    };
    wait();
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
