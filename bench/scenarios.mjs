/** The scenarios, in the order in which they are measured; each is a file of its name in `scenarios/`. */
export const scenarioNames = [
  'verify-warm',
  'verify-sliding',
  'verify-cold',
  'mint-postgres',
  'mint-sqlite',
  'mint-bulk',
  'start',
  'overload',
  'soak',
];
