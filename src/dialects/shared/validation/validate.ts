import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { CompiledRules } from './compiled-rules.js';
import { type InputIssue, type InputPlace, invalidInput, nestedPath } from '../../../common/failure.js';

/** A class whose decorators say what a client may send. */
export type Dto<T extends object> = (new () => T) & {
  unknownFields?: 'ignored';
  /** Fields that hold whatever the client likes: they are checked, and not converted. */
  unconverted?: readonly string[];
};

/** So many fields beyond those that its class knows an object may have: each is refused or left aside by itself. */
const spareFields = 50;

/**
 * The value as an instance of `dto`. A field that the class does not know is refused, unless the class says
 * `static unknownFields = 'ignored'`, as the vendors' own servers do.
 *
 * @throws Failure `invalid-input` with an issue for each broken rule, or with one where there are too many fields to look at
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
  // The conversion drops these before anybody could call them unknown.
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

/** What is gathered once of a class. */
interface Facts {
  rules: CompiledRules<object> | undefined;
  /** How many fields it knows. */
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
 * What no store keeps as it came, and what is nested deeper than any schema here: recursion, as in the libraries that
 * come after it, could be made to overflow the stack. Texts in a list are for the rules of their field.
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

/** What the conversion of nested objects must not see: fields without number, and one that it would call. */
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
