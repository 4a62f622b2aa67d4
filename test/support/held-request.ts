import { type ClientRequest, request } from 'node:http';
import type { ServiceProcess } from './service-process.js';

/** A request of which the service has the head but not yet the body. */
export class HeldRequest {
  private constructor(
    private readonly sent: ClientRequest,
    private readonly body: string,
  ) {}

  /** Fulfilled when the service has asked for the body. */
  static async open(
    process: ServiceProcess,
    path: string,
    secret: string,
    json: unknown,
  ): Promise<HeldRequest> {
    const body = JSON.stringify(json);
    const headers = {
      authorization: `Bearer ${secret}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    };
    const sent = request(`${process.base}${path}`, { method: 'POST', headers, agent: false });
    sent.flushHeaders();
    await new Promise<void>((resolve, reject) => {
      sent.once('continue', resolve);
      sent.once('error', reject);
      sent.once('response', ({ statusCode }) => reject(new Error(`Answered ${statusCode} at once`)));
    });
    sent.removeAllListeners('response').removeAllListeners('error');
    sent.on('error', () => undefined);
    return new HeldRequest(sent, body);
  }

  /** Sends the body; what the service answers, its body parsed. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test knows what it expects
  finish(): Promise<{ status: number; body: any }> {
    return new Promise((resolve, reject) => {
      this.sent.once('error', reject);
      this.sent.once('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (some: string) => (text += some));
        response.once('error', reject);
        response.once('end', () => resolve({ status: response.statusCode!, body: text && JSON.parse(text) }));
      });
      this.sent.end(this.body);
    });
  }

  abandon(): void {
    this.sent.destroy();
  }
}
