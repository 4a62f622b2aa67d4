/**
 * What is to be reached. A ratio is ours through the other's in the same round, the median of the rounds, and of the
 * numbers of connections the worse one.
 */
const ratio = (scenario, against, least) => ({ scenario, against, least });
const value = (scenario, name, title, limit) => ({ scenario, value: name, title, ...limit });

export const goals = [
  ratio('verify-warm', 'nest-map', 0.8),
  ratio('verify-warm', 'oidc-map', 6),
  ratio('verify-warm', 'express-session', 8),
  ratio('verify-warm', 'better-auth', 25),
  ratio('verify-warm', 'oauth2-postgres', 1.2),
  ratio('verify-warm', 'oauth2-map', 1.2),
  value('verify-warm', 'cpu', 'CPU time of a check, µs', { most: 35 }),
  ratio('verify-sliding', 'fastify-getex', 0.95),
  ratio('verify-cold', 'fastify-select', 3),
  ratio('mint-postgres', 'fastify-batched', 0.9),
  ratio('mint-postgres', 'oidc-token', 5),
  ratio('mint-postgres', 'better-auth', 13),
  ratio('mint-sqlite', 'fastify-single', 10),
  ratio('mint-bulk', 'database-bulk', 0.8),
  value('start', 'firstAnswer', 'from the start to the first answer, ms', { most: 1500 }),
  value('start', 'idleResident', 'resident memory when idle, MB', { most: 160 }),
  value('overload', 'mintGoodput', 'mints under overload, of the peak', { least: 0.8 }),
  value('overload', 'verifyGoodput', 'checks under overload, of the peak', { least: 0.8 }),
  value('overload', 'lostRows', 'acknowledged tokens that were lost', { most: 0 }),
];

/** Each goal for which there are results, with what was measured and whether that reaches it. */
export function judge(results) {
  return goals.flatMap((goal) => {
    const result = results[goal.scenario];
    if (!result) return [];
    const { measured, title } = measure(goal, result);
    const isMet = goal.least === undefined ? measured <= goal.most : measured >= goal.least;
    return [{ ...goal, title, measured, isMet }];
  });
}

function measure(goal, { values, contenders }) {
  if (goal.against) {
    const { title, at } = contenders.find(({ name }) => name === goal.against);
    return { title: `÷ ${title}`, measured: Math.min(...Object.values(at).map((one) => one.ratio)) };
  }
  if (values) return { title: goal.title, measured: values[goal.value] };
  const ours = Object.values(contenders[0].at).map((one) => one[goal.value]);
  return { title: goal.title, measured: Math.max(...ours) };
}
