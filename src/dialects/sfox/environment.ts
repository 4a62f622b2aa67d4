import { IsOptional } from 'class-validator';
import type { EnvironmentPart } from '../../config/config.js';
import { httpUrl } from '../../config/rules.js';

export class SfoxEnvironment {
  /** Program of the operator's that sends verification codes to the users. */
  @IsOptional()
  @httpUrl()
  SFOX_VERIFICATION_URL?: string;
}

export const sfoxEnvironment: EnvironmentPart = {
  variables: SfoxEnvironment,
  secrets: ['SFOX_VERIFICATION_URL'],
};
