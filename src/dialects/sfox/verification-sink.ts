import { Inject, Injectable, Logger } from '@nestjs/common';
import { Failure } from '../../common/failure.js';
import { CONFIG, type Config, dialectVariables } from '../../config/config.js';
import { SfoxEnvironment } from './environment.js';

/** How long the operator's program may take to accept a code, in ms. */
const patience = 5000;

/** A code on its way to a user. */
export interface VerificationMessage {
  ecosystem_id: string;
  user_id: string;
  type: 'email' | 'sms';
  /** The e-mail address, or the phone number. */
  to: string;
  /** Six digits. */
  otp: string;
}

/**
 * Where codes go. Tokenwright sends neither mail nor SMS: it hands each code, as a JSON POST, to the operator's program at
 * `SFOX_VERIFICATION_URL`, which delivers it by whatever provider there is.
 */
@Injectable()
export class VerificationSink {
  private readonly logger = new Logger(VerificationSink.name);

  private readonly url: string | undefined;

  constructor(@Inject(CONFIG) config: Config) {
    this.url = dialectVariables(config, SfoxEnvironment).SFOX_VERIFICATION_URL;
  }

  /** @throws Failure `unavailable` when there is no such program */
  demand(): void {
    if (this.url) return;
    throw new Failure(
      'unavailable',
      'Verification codes cannot be sent: SFOX_VERIFICATION_URL is not configured',
    );
  }

  /** Fulfilled when the program took the code over. @throws Failure `unavailable` */
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
