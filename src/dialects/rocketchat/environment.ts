import { IsOptional, IsString } from 'class-validator';
import { type Config, dialectVariables, type EnvironmentPart } from '../../config/config.js';

/** Rocket.Chat's own switches of `users.createToken` (docs/wire.md). */
export class RocketchatEnvironment {
  /** Rocket.Chat 2.1–7.x: exactly `true` or `yes` opens the call. */
  @IsOptional()
  @IsString()
  CREATE_TOKENS_FOR_USERS?: string;

  /** Rocket.Chat 8.x: the text that the body's `secret` must equal; it turns the 8.x form on. */
  @IsOptional()
  @IsString()
  CREATE_TOKENS_FOR_USERS_SECRET?: string;
}

export const rocketchatEnvironment: EnvironmentPart = {
  variables: RocketchatEnvironment,
  secrets: ['CREATE_TOKENS_FOR_USERS_SECRET'],
};

/** Whether `users.createToken` is open without a secret. */
export function opensCreateToken(config: Pick<Config, 'dialects'>): boolean {
  return ['true', 'yes'].includes(
    dialectVariables(config, RocketchatEnvironment).CREATE_TOKENS_FOR_USERS ?? '',
  );
}

/** The secret of the 8.x form; undefined for an older Rocket.Chat. */
export function createTokenSecret(config: Pick<Config, 'dialects'>): string | undefined {
  return dialectVariables(config, RocketchatEnvironment).CREATE_TOKENS_FOR_USERS_SECRET;
}
