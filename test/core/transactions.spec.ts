import { transactionsContract } from '../contract/transactions.contract.js';

describe('SQLite in memory', () => {
  transactionsContract(async () => ({}));
});
