import { Failure } from '../../common/failure.js';
import type { User } from '../user.entity.js';

/** Names that are taken, as far as they were asked for. */
export class TakenNames {
  /**
   * @param ids of the whole service
   * @param references id or `externalId` → the id of its user
   */
  constructor(
    private readonly usernames: Set<string>,
    private readonly emails: Set<string>,
    private readonly ids: Set<string>,
    private readonly references: Map<string, string>,
  ) {}

  /** Takes the names of a new user, unless one is taken. @returns the refusal */
  take(user: User): Failure | undefined {
    const { id, usernameKey, emailKey, externalId } = user;
    const refusal = this.refusalOf(user);
    if (refusal) return refusal;
    this.ids.add(id);
    for (const name of [id, externalId]) if (name !== null) this.references.set(name, id);
    if (usernameKey !== null) this.usernames.add(usernameKey);
    if (emailKey !== null) this.emails.add(emailKey);
    return undefined;
  }

  private refusalOf({ id, usernameKey, emailKey, externalId }: User): Failure | undefined {
    if (this.ids.has(id)) return taken('id');
    if (this.references.has(id)) return taken('id', 'Another user has this id as its externalId');
    if (usernameKey !== null && this.usernames.has(usernameKey)) return taken('username');
    if (emailKey !== null && this.emails.has(emailKey)) return taken('email');
    const holder = externalId === null ? undefined : this.references.get(externalId);
    if (holder === undefined) return undefined;
    return holder === externalId
      ? taken('externalId', 'Another user has, or had, this externalId as its id')
      : taken('externalId');
  }
}

function taken(field: string, message = `Another user has this ${field}`): Failure {
  return new Failure('conflict', message, { field });
}
