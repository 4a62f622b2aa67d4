import type { Reply, Service } from '../../support/service.js';
import type { Customer } from '../../support/vendors.js';
import { bearer } from './sfox.js';

/** The vendor's own example of an end user, with more than is kept. */
export const sean = {
  account_type: 'individual',
  first_name: 'Sean',
  last_name: 'Fox',
  email: 'sean@acme.example',
  phone_country_code: 'US',
  phone_number: '+12223334444',
  account_role: 'client',
  user_id: 'client_account_1',
  account_purpose: 'Investing',
  individual: { dob: '1990-10-15', residential_city: 'Los Angeles', id_type: 'passport', id_number: '1' },
};

/** Asks to register the vendor's example, with these fields in place of its own. */
export function register(service: Service, { key }: Customer, given: object = {}): Promise<Reply> {
  const json = { ...sean, ...given };
  return service.ask('/v1/enterprise/register-account', { method: 'POST', headers: bearer(key), json });
}

export function readUser(service: Service, { key }: Customer, userId: string): Promise<Reply> {
  const at = `/v1/enterprise/users/${encodeURIComponent(userId)}`;
  return service.ask(at, { headers: bearer(key) });
}

export function listUsers(service: Service, { key }: Customer, query = ''): Promise<Reply> {
  return service.ask(`/v1/enterprise/users${query}`, { headers: bearer(key) });
}

export function deactivateUser(service: Service, { key }: Customer, userId: string): Promise<Reply> {
  const at = `/v1/enterprise/account/${encodeURIComponent(userId)}`;
  return service.ask(at, { method: 'DELETE', headers: bearer(key) });
}

/** What sFOX says of the vendor's example, with these fields in place of its own. */
export function viewOf(given: object = {}): object {
  return {
    account_type: 'individual',
    account_role: 'Client',
    user_id: sean.user_id,
    advisor_user_id: null,
    email: sean.email,
    first_name: 'Sean',
    last_name: 'Fox',
    phone_number: sean.phone_number,
    status: 'PENDING',
    requirements: { email: true, sms: true },
    ...given,
  };
}
