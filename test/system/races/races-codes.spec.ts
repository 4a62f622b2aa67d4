import { as, newUserOf } from '../../support/processes.js';
import type { Reply } from '../../support/service.js';
import type { ServiceProcess } from '../../support/service-process.js';
import { counts, crowdedOut, Race, times } from './races.js';

let race: Race;
let one: ServiceProcess;
let two: ServiceProcess;
beforeAll(async () => {
  race = await Race.start();
  [one, two] = race.processes;
});
afterAll(() => race.end());

let names = 0;
const newName = () => `name-${(names += 1)}`;

describe.each(counts)('a verification code, %i at once on two processes', (count) => {
  let key: string;
  let externalId: string;
  let code: string;

  beforeEach(async () => {
    const minted = await as(one, 'POST', '/v1/ecosystems/default/server-tokens', {});
    key = minted.body.secret;
    externalId = newName();
    await newUserOf(one, { externalId, email: `${externalId}@acme.example` });
    const asked = await sfox(one, 'send-verification', { type: 'email' });
    expect(asked.status).toBe(200);
    code = race.codes.at(-1)!;
  });

  const sfox = (process: ServiceProcess, verb: string, json: object) =>
    process.native('POST', `/v1/enterprise/users/${verb}/${externalId}`, key, json);
  const confirm = (process: ServiceProcess, otp: string) => sfox(process, 'verify', { type: 'email', otp });
  const other = () => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  const successes = (replies: Reply[]) => {
    expect(times(replies, 200) + crowdedOut(replies)).toBe(replies.length);
    return replies.filter(({ status, body }) => status === 200 && body.data.success === true).length;
  };

  it('that is right is taken by one, and by nobody after it', async () => {
    expect(successes(await race.atOnce(count, (process) => confirm(process, code)))).toBe(1);
    expect(successes([await confirm(one, code)])).toBe(0);
  });

  it('is looked at five times: after four wrong ones the right one holds, after five it does not', async () => {
    expect(successes(await race.atOnce(Math.min(count, 4), (process) => confirm(process, other())))).toBe(0);
    expect(successes([await confirm(two, code)])).toBe(1);
    expect((await sfox(one, 'send-verification', { type: 'email' })).status).toBe(200);
    code = race.codes.at(-1)!;
    expect(successes(await race.atOnce(Math.max(count, 5), (process) => confirm(process, other())))).toBe(0);
    expect(successes([await confirm(two, code)])).toBe(0);
  });

  it('is given to one at the most when wrong ones come with it', async () => {
    const replies = await race.atOnce(count, (process, index) =>
      confirm(process, index % 2 === 0 ? code : other()),
    );
    // Five are looked at: of four wrong ones and more the right one may come too late.
    expect(successes(replies)).toBeLessThanOrEqual(1);
    if (count <= 8) expect(successes(replies)).toBe(1);
  });
});
