/**
 * What is to be reached. A ratio is ours through the other's in the same round, the median of the rounds. Where it is
 * measured with several numbers of connections the highest of them counts, 64.
 */
const ratio = (scenario, against, least) => ({ scenario, against, least });
const value = (scenario, name, title, limit) => ({ scenario, value: name, title, ...limit });

export const goals = [
  ratio('verify-warm', 'nest-map', 0.8),
  ratio('verify-warm', 'oidc-map', 6),
  ratio('verify-warm', 'express-session', 8),
  ratio('verify-warm', 'better-auth', 25),
  ratio('verify-warm', 'oauth2-postgres', 1.2),
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
  value('overload', 'mintRefusalP99', 'refusal of a mint under overload, p99, ms', { most: 500 }),
  value('overload', 'verifyRefusalP99', 'refusal of a check under overload, p99, ms', { most: 500 }),
  value('overload', 'lostRows', 'acknowledged tokens that were lost', { most: 0 }),
  // In less time the heap still finds its size, and says nothing of what grows.
  value('soak', 'residentSlope', 'growth of the resident memory after the first quarter, MB an hour', {
    most: 50,
    holds: ({ minutes }) => minutes >= 10,
  }),
];

/** Each goal for which there are results, with what was measured and whether that reaches it. */
export function judge(results) {
  return goals.flatMap((goal) => {
    const result = results[goal.scenario];
    if (!result || goal.holds?.(result.values) === false) return [];
    const { measured, title } = measure(goal, result);
    if (measured === undefined) return [];
    const isMet = goal.least === undefined ? measured <= goal.most : measured >= goal.least;
    return [{ ...goal, title, measured, isMet }];
  });
}

function measure(goal, { values, contenders }) {
  if (goal.against) {
    const { title, at } = contenders.find(({ name }) => name === goal.against);
    return { title: `÷ ${title}`, measured: atMost(at).ratio };
  }
  if (values) return { title: goal.title, measured: values[goal.value] };
  return { title: goal.title, measured: atMost(contenders[0].at)[goal.value] };
}

/** What was measured with the highest number of connections. */
export function atMost(at) {
  return at[Math.max(...Object.keys(at))];
}
