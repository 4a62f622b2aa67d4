import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { CompiledRules } from './compiled-rules.js';
import {
  failureAt,
  type InputIssue,
  type InputPlace,
  invalidInput,
  nestedPath,
} from '../../../common/failure.js';

/** A class whose decorators validate client input. */
export type Dto<T extends object> = (new () => T) & {
  unknownFields?: 'ignored';
  /** Fields with free content: validated, but not converted. */
  unconverted?: readonly string[];
};

/** Maximum unknown fields of an object. Each is refused or ignored on its own. */
const spareFields = 50;

/**
 * Validates the value and returns it as an instance of `dto`. Refuses unknown fields, unless the class has
 * `static unknownFields = 'ignored'`, as the vendors' servers behave.
 *
 * @throws Failure `invalid-input` with an issue for each violated rule, or with a single one for too many
 * fields
 */
export function validate<T extends object>(dto: Dto<T>, value: unknown, place: InputPlace): T {
  const input = value === undefined || value === null || value === '' ? {} : value;
  if (typeof input !== 'object' || Array.isArray(input)) {
    throw invalidInput([{ place, path: '', rule: 'object', message: 'must be an object' }]);
  }
  const { rules, known } = factsOf(dto);
  const mostFields = known + spareFields;
  if (Object.keys(input).length > mostFields)
    throw invalidInput([{ place, path: '', ...tooManyFields(mostFields) }]);
  const accepted = rules?.accept(input);
  if (accepted) return accepted as T;
  const unconverted = dto.unconverted ?? [];
  const unfit = Object.entries(input).flatMap(([path, field]) => {
    const fault =
      faultOf(field) ?? (unconverted.includes(path) ? undefined : faultOfObjects(field, mostFields));
    return fault ? [{ place, path, ...fault }] : [];
  });
  if (unfit.length > 0) throw invalidInput(unfit);
  const lenient = dto.unknownFields === 'ignored';
  // The conversion drops these before they could be reported as unknown.
  const inherited = Object.keys(input).filter((field) => field in Object.prototype);
  if (inherited.length > 0 && !lenient)
    throw invalidInput(inherited.map((path) => unknownField(place, path)));
  const fields = Object.entries(input);
  const converted = fields.filter(([field]) => !unconverted.includes(field));
  const instance = plainToInstance(dto, Object.fromEntries(converted));
  Object.assign(instance, Object.fromEntries(fields.filter(([field]) => unconverted.includes(field))));
  const errors = validateSync(instance, {
    whitelist: true,
    forbidNonWhitelisted: !lenient,
    stopAtFirstError: true,
  });
  if (errors.length > 0) throw invalidInput(errors.flatMap((error) => issuesOf(error, place)));
  return instance;
}

/** As `validate`, for an object at these steps of the body. */
export function validateAt<T extends object>(dto: Dto<T>, value: unknown, steps: string[]): T {
  try {
    return validate(dto, value, 'body');
  } catch (error) {
    throw failureAt(error, steps);
  }
}

interface Facts {
  rules: CompiledRules<object> | undefined;
  known: number;
}

const gathered = new Map<new () => object, Facts>();

function factsOf(dto: Dto<object>): Facts {
  let facts = gathered.get(dto);
  if (!facts) {
    const rules = dto.unconverted ? undefined : CompiledRules.of(dto, dto.unknownFields === 'ignored');
    const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
    const known = new Set(metadata.map(({ propertyName }) => propertyName)).size;
    gathered.set(dto, (facts = { rules, known }));
  }
  return facts;
}

type Fault = Pick<InputIssue, 'rule' | 'message'>;

const deepest = 16;

/**
 * Texts that a store would change, and nesting beyond any schema here, which could overflow the stack of
 * recursive libraries. The rules of a list check its texts.
 */
function faultOf(field: unknown): Fault | undefined {
  if (typeof field === 'string') {
    if (field.includes('\0')) return { rule: 'no-nul', message: 'must not hold the character U+0000' };
    if (!/^\P{Cs}*$/u.test(field)) return { rule: 'well-formed', message: 'must not hold a lone surrogate' };
    return undefined;
  }
  let level = childrenOf(field);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > deepest) return { rule: 'depth', message: 'is nested too deeply' };
    level = level.flatMap(childrenOf);
  }
  return undefined;
}

/** Objects with too many fields, or with a field `constructor`, which the conversion would call. */
function faultOfObjects(field: unknown, mostFields: number): Fault | undefined {
  for (let level = [field]; level.length > 0; level = level.flatMap(childrenOf)) {
    for (const value of level) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
      if (Object.hasOwn(value, 'constructor')) {
        return { rule: 'no-constructor', message: 'must not hold a field constructor' };
      }
      if (Object.keys(value).length > mostFields) return tooManyFields(mostFields);
    }
  }
  return undefined;
}

function childrenOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function tooManyFields(most: number): Fault {
  return { rule: 'field-count', message: `must have at most ${most} fields` };
}

function unknownField(place: InputPlace, path: string): InputIssue {
  return { place, path, rule: 'unknown-field', message: 'is not a known field' };
}

function issuesOf(error: ValidationError, place: InputPlace, parents: string[] = []): InputIssue[] {
  const steps = [...parents, error.property];
  const at = nestedPath(...steps);
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) =>
    rule === 'whitelistValidation'
      ? { ...unknownField(place, at.path), ...at }
      : { place, ...at, rule, message },
  );
  return [...own, ...(error.children ?? []).flatMap((child) => issuesOf(child, place, steps))];
}
