import type { User } from '../../users/user.entity.js';
import { VendorListQuery } from '../shared/list-query.wire.js';

/** The health of the service, without the envelope. */
export class Healthy {
  /** @example ok */
  status: 'ok';

  /** @example Healthy */
  message: 'Healthy';
}

/** Paging of the member list. */
export class MembersQuery extends VendorListQuery {
  static readonly unknownFields = 'ignored';
}

/** A member of the organisation. */
export class Member {
  /** @example me@strigo.io */
  email: string;

  /**
   * 17 characters.
   * @example rMWNrMT2PCySh2PGo
   */
  id: string;

  /**
   * `owner` for users with the role `admin`, else `member`.
   * @example owner
   */
  role: 'owner' | 'member';

  /**
   * As `role`. Strigo's documents use either name.
   * @example owner
   */
  level: 'owner' | 'member';
}

/** The members, oldest first. */
export class MembersListed {
  /** @example success */
  result: 'success';
  data: Member[];
}

export function memberOf({ id, email, roles }: User): Member {
  const role = roles.includes('admin') ? 'owner' : 'member';
  return { email: email!, id, role, level: role };
}
