import { specsOf } from './support/specs.js';

specsOf('cli');
