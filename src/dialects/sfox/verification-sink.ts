import { Inject, Injectable, Logger } from '@nestjs/common';
import { Failure } from '../../common/failure.js';
import { CONFIG, type Config, dialectVariables } from '../../config/config.js';
import { SfoxEnvironment } from './environment.js';

/** Timeout of the operator's endpoint, in ms. */
const patience = 5000;

export interface VerificationMessage {
  ecosystem_id: string;
  user_id: string;
  type: 'email' | 'sms';
  to: string;
  otp: string;
}

/**
 * Delivers codes. Tokenwright sends neither mail nor SMS: it posts each code as JSON to the operator's
 * endpoint at `SFOX_VERIFICATION_URL`, which delivers it by any provider.
 */
@Injectable()
export class VerificationSink {
  private readonly logger = new Logger(VerificationSink.name);

  private readonly url: string | undefined;

  constructor(@Inject(CONFIG) config: Config) {
    this.url = dialectVariables(config, SfoxEnvironment).SFOX_VERIFICATION_URL;
  }

  /** @throws Failure `unavailable` without a configured endpoint */
  demand(): void {
    if (this.url) return;
    throw new Failure(
      'unavailable',
      'Verification codes cannot be sent: SFOX_VERIFICATION_URL is not configured',
    );
  }

  /** Resolves once the endpoint has accepted the code. @throws Failure `unavailable` */
  async deliver(message: VerificationMessage): Promise<void> {
    this.demand();
    const headers = { 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(patience);
    try {
      const body = JSON.stringify(message);
      const response = await fetch(this.url!, {
        ...{ method: 'POST', headers, body, signal },
        redirect: 'error',
      });
      await response.body?.cancel();
      if (response.ok) return;
      this.logger.warn(`The program at SFOX_VERIFICATION_URL answered ${response.status}`);
    } catch (error) {
      this.logger.warn(`The program at SFOX_VERIFICATION_URL did not answer: ${(error as Error).name}`);
    }
    throw new Failure('unavailable', 'The verification code could not be sent', { retryAfter: 5 });
  }
}
