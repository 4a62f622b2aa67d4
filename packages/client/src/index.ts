export { type Answer, answerOf } from './answer.js';
export { Tokenwright } from './client.js';
export { TokenwrightError, type ProblemCode, type TokenwrightErrorCode } from './error.js';
export { JsonText, type Lines } from './lines.js';
export { List, type Page } from './list.js';
export type * from './native.generated.js';
export type * from './options.js';
export type { ImportLine } from './tokens.js';
export {
  type Demands,
  type Refusal,
  type Permission,
  type VerifiedToken,
  type Verdict,
  Verifier,
  type VerifierOptions,
} from './verifier.js';
