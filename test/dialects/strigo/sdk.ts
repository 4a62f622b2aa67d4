import type { Service } from '../../support/service.js';
import { type Customer, newKey } from '../../support/vendors.js';
import { createUserToken, newEmail } from './strigo.js';

export const configPath = '/api/internal/academy/v1/config';
export const eventPath = '/api/internal/academy/v1/success-event';

/** A new organisation that allows the SDK on pages of these origins. */
export async function newOrganisation(service: Service, origins: string[]): Promise<Customer> {
  const { body } = await service.native('POST', '/v1/ecosystems', service.account, { name: 'Acme', origins });
  return { ecosystemId: body.id, key: await newKey(service, body.id) };
}

/** The secret of a token of a new user, as the customer's back end gets it for the SDK. */
export async function newSdkToken(service: Service, organisation: Customer): Promise<string> {
  const { status, body } = await createUserToken(service, organisation, { email: newEmail() });
  expect(status).toBe(201);
  return body.data.token;
}
