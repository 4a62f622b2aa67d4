import { OmitType } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray } from 'class-validator';
import { Failure, failureAt } from '../../../common/failure.js';
import type { User } from '../../../users/user.entity.js';
import { validate } from '../../shared/validation/validate.js';
import { nativeDialect } from '../native.dialect.js';
import { Problem } from '../shared/native.wire.js';
import { CreateUser } from './users.wire.js';

/** A new user of many: every field but the password. */
export class UserInBulk extends OmitType(CreateUser, ['password']) {}

/** Users to create. */
export class CreateUsers {
  static readonly unconverted = ['users'];

  /** 1 to 10,000. Each is validated and created by itself. */
  @ArrayMaxSize(10_000)
  @ArrayMinSize(1)
  @IsArray()
  users: UserInBulk[];
}

/** Why one user was refused: the problem of `POST …/users`. */
export class ItemProblem extends OmitType(Problem, ['instance', 'requestId', 'checks', 'error']) {}

/** Result of one user. */
export class CreatedUserView {
  /**
   * Place in `users`, from 0.
   * @example 0
   */
  index: number;

  /**
   * 201 when created, else the status of the problem.
   * @example 201
   */
  status: number;

  /** @example BsNr28znDkG8aeo7W */
  id?: string;

  problem?: ItemProblem;
}

/** The results, in the order of `users`. */
export class CreatedUsersView {
  data: CreatedUserView[];
}

/** Maximum entries of `errors` in one response, and length of a `detail`, in characters. */
const mostErrors = 100;
const longestDetail = 500;

/** A valid item, or its refusal. */
export function readItem(item: unknown): UserInBulk | Failure {
  try {
    return validate(UserInBulk, item, 'body');
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

export function viewOfCreated(outcomes: (User | Failure)[]): CreatedUsersView {
  let left = mostErrors;
  return {
    data: outcomes.map((outcome, index) => {
      if (!(outcome instanceof Failure)) return { index, status: 201, id: outcome.id };
      const failure = failureAt(outcome, ['users', String(index)]) as Failure;
      const problem = problemOf(failure, left);
      left -= problem.errors?.length ?? 0;
      return { index, status: problem.status, problem };
    }),
  };
}

function problemOf(failure: Failure, most: number): ItemProblem {
  const context = { requestId: '', path: '', config: { dialects: new Map() } };
  const { body } = nativeDialect.failureResponses[failure.code]!(failure, context);
  const { type, title, status, detail, code, errors } = body as Problem;
  return {
    ...{ type, title, status, code },
    detail: detail.slice(0, longestDetail),
    ...(errors && most > 0 && { errors: errors.slice(0, most) }),
  };
}
