import { specsOf } from './support/specs.js';

specsOf('contract', 'access', 'core', 'tokens');
