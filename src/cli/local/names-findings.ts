import type { DataSource } from 'typeorm';
import { emailOf, usernameOf } from '../../users/names/user-names.js';
import { type Finding, warning } from './finding.js';

/** How many users a finding names. */
const most = 20;

/** Users, older than the rules about names, that one of their names does not find. */
export async function* examineNames(dataSource: DataSource): AsyncGenerator<Finding> {
  const shadowed: { ecosystem_id: string; id: string }[] = await dataSource.query(
    `SELECT ecosystem_id, id FROM users AS person WHERE deleted_at IS NULL AND external_id IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM user_references AS name WHERE name.ecosystem_id = person.ecosystem_id
          AND name.reference = person.external_id AND name.user_id = person.id) LIMIT ${most}`,
  );
  if (shadowed.length > 0) {
    const says = `the externalId of these users is another user's id, and leads to that one: ${listed(shadowed)}`;
    yield warning('Names', says, 'Give each of them another externalId: PATCH of the user.');
  }
  const unfound = await unfoundNames(dataSource);
  if (unfound.length > 0) {
    const says = `these users are not found by their username or e-mail address: ${listed(unfound.slice(0, most))}`;
    const remedy =
      'It holds what cannot be seen, or is another user’s in another spelling: change it by PATCH of the user.';
    yield warning('Names', says, remedy);
  }
}

interface Row {
  ecosystem_id: string;
  id: string;
  username: string | null;
  username_key: string | null;
  email: string | null;
  email_key: string | null;
}

async function unfoundNames(dataSource: DataSource): Promise<Row[]> {
  const text = "COALESCE(username, '') || COALESCE(email, '')";
  const isAscii =
    dataSource.options.type === 'postgres'
      ? `octet_length(${text}) = char_length(${text})`
      : `length(CAST(${text} AS BLOB)) = length(${text})`;
  const rows: Row[] = await dataSource.query(
    `SELECT ecosystem_id, id, username, username_key, email, email_key FROM users
      WHERE deleted_at IS NULL AND NOT (${isAscii}) LIMIT 100000`,
  );
  return rows.filter(
    ({ username, username_key: usernameKey, email, email_key: emailKey }) =>
      (username !== null && usernameOf(username)?.key !== usernameKey) ||
      (email !== null && emailOf(email)?.key !== emailKey),
  );
}

function listed(rows: { ecosystem_id: string; id: string }[]): string {
  return rows.map((row) => `${row.ecosystem_id}/${row.id}`).join(', ');
}
