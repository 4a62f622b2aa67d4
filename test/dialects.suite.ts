import { specsOf } from './support/specs.js';

specsOf('dialects', 'http');
