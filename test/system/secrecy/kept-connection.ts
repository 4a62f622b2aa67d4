import { Agent, request } from 'node:http';

/** What is asked on a kept connection. */
export interface Asked {
  method: string;
  path: string;
  headers: Record<string, string>;
  json?: object;
}

/** One connection that is kept, for times: what it costs to check an answer, or to connect, would only add noise. */
export class KeptConnection {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(private readonly base: string) {}

  /** Asks, and reads the answer to its end; its status. */
  ask({ method, path, headers, json }: Asked): Promise<number> {
    return new Promise((resolve, reject) => {
      const body = json && JSON.stringify(json);
      const type = body === undefined ? undefined : { 'content-type': 'application/json' };
      const sent = request(
        `${this.base}${path}`,
        { agent: this.agent, method, headers: { ...headers, ...type } },
        (response) => response.on('end', () => resolve(response.statusCode!)).resume(),
      );
      sent.on('error', reject).end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
