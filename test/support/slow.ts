// Suites with servers and processes wait longer than the usual minute.
jest.setTimeout(240_000);
