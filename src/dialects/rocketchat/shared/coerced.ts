import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsArray, IsBoolean, IsObject, IsString, ValidateIf } from 'class-validator';

/**
 * Coerces like the original's schemas (ajv with `coerceTypes`): forms carry numbers and booleans as text, and
 * null for absent fields.
 */
export function textOf(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function flagOf(value: unknown): unknown {
  if (value === 'true' || value === 1) return true;
  return value === 'false' || value === 0 ? false : value;
}

const orNothing = (value: unknown) => (value === null ? undefined : value);
const isGiven = () => ValidateIf((_, value) => value !== undefined);

export function Text(message: string | ((given: { value: unknown }) => string)): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }) => textOf(value)),
    IsString({ message }),
  );
}

export function Flag(message: string | ((given: { value: unknown }) => string)): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }) => flagOf(value)),
    IsBoolean({ message }),
  );
}

export function OptionalText(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }) => textOf(orNothing(value))),
    isGiven(),
    IsString({ message: 'must be string' }),
  );
}

export function OptionalFlag(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }) => flagOf(value === '' ? undefined : orNothing(value))),
    isGiven(),
    IsBoolean({ message: 'must be boolean' }),
  );
}

export function OptionalTexts(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }) => (Array.isArray(value) ? value.map(textOf) : orNothing(value))),
    isGiven(),
    IsString({ message: 'must be string', each: true }),
    IsArray({ message: 'must be array' }),
  );
}

export function OptionalObject(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }) => orNothing(value)),
    isGiven(),
    IsObject({ message: 'must be object' }),
  );
}

export function OptionalObjects(): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }) => orNothing(value)),
    isGiven(),
    IsObject({ message: 'must be object', each: true }),
    IsArray({ message: 'must be array' }),
  );
}
