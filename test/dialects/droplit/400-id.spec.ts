import { newUser, sharedService } from '../../support/service.js';
import { askRaw, type Customer, newCustomer, storingNothing } from '../../support/vendors.js';
import { expectFaults, fault } from './droplit.js';

describe('droplit: 400 for an id that cannot be one', () => {
  const service = sharedService();
  let customer: Customer;

  beforeAll(async () => {
    customer = await newCustomer(service);
    await newUser(service, customer.ecosystemId, { externalId: 'ada' });
  });

  /** `ECO` in the subject stands for the customer's ecosystem. */
  const expectRefusal = async (subject: string, message: string) => {
    const at = `/api/users/${subject.replace('ECO', customer.ecosystemId)}/tokens`;
    for (const secret of [customer.key, service.account]) {
      const reply = await storingNothing(service, () => askRaw(service, at, { authorization: secret }));
      expectFaults(reply, 400, 'InvalidParams', fault.id(message));
    }
  };

  it.each([
    ['a user without an ecosystem', 'ada'],
    ['a user after an empty ecosystem', ';ada'],
    ['an ecosystem without a user', 'ECO;'],
    ['neither', ';'],
    ['a comma between them', 'ECO,ada'],
    ['a colon between them', 'ECO:ada'],
    ['an encoded semicolon that is encoded once more', 'ECO%253Bada'],
    ['a second semicolon', 'ECO;ada;x'],
    ['a second semicolon, encoded', 'ECO;ada%3B'],
    ['white space in the user', 'ECO;a%20da'],
    ['a user of white space', 'ECO;%20'],
    ['a slash in the user', 'ECO;a%2Fda'],
    ['a control character in the user', 'ECO;ada%07'],
    ['U+0000 in the user', 'ECO;ada%00'],
    ['a user of 129 characters', `ECO;${'x'.repeat(129)}`],
    ['a user of 129 characters of four bytes', `ECO;${encodeURIComponent('𝔘'.repeat(129))}`],
    ['a dot in the ecosystem', 'E.CO;ada'],
    ['white space in the ecosystem', 'E%20CO;ada'],
    ['an ecosystem of 65 characters', `${'e'.repeat(65)};ada`],
    ['an ecosystem in another script', `${encodeURIComponent('é')};ada`],
    ['an ecosystem with U+0000', 'default%00;ada'],
  ])('%s', (_, subject) => expectRefusal(subject, 'expected ECOSYSTEM-ID;USER-ID with valid ids'));

  it.each([
    ['bad percent-encoding', 'ECO;ada%zz'],
    ['half a percent-encoding', 'ECO;ada%'],
    ['percent-encoding that is not UTF-8', 'ECO;%ff'],
    ['percent-encoded half of a surrogate pair', 'ECO;%ed%a0%80'],
    ['a user of 5,000 characters', `ECO;${'x'.repeat(5000)}`],
  ])('%s', (_, subject) => expectRefusal(subject, 'The URL cannot be read'));
});
