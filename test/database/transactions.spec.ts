import { transactionsContract } from './transactions.contract.js';

describe('SQLite in memory', () => {
  transactionsContract(async () => ({}));
});
