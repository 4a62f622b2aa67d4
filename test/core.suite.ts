import { specsOf } from './support/specs.js';

specsOf(
  'access',
  'common',
  'config',
  'contract',
  'database',
  'house',
  'main',
  'metrics',
  'sessions',
  'tokens',
  'users',
);
