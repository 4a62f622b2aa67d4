import type { operations } from './native.generated.js';

/** The name of an operation in Tokenwright's document. */
export type Operation = keyof operations;

type Content<R> = R extends { content: infer C } ? C[keyof C] : void;

/** What an operation resolves to: the body of its success. */
export type AnswerTo<O extends Operation> = {
  [S in keyof operations[O]['responses']]: Content<operations[O]['responses'][S]>;
}[keyof operations[O]['responses']];

/** The parts of an operation's path. */
export type PathOf<O extends Operation> = operations[O]['parameters']['path'];

/** An operation's query, such as the filters of a list. */
export type QueryOf<O extends Operation> = NonNullable<operations[O]['parameters']['query']>;

/** An operation's body. */
export type BodyOf<O extends Operation> = operations[O] extends {
  requestBody?: { content: { 'application/json': infer B } };
}
  ? B
  : undefined;

/** The filters of a list; where it goes on, it knows by itself. `limit` is the length of a page. */
export type FiltersOf<O extends Operation> = Omit<QueryOf<O>, 'cursor'>;

type Needed<N extends string, T> = T extends object ? { [K in N]: T } : { [K in N]?: undefined };

/** What an operation is given. */
export type Given<O extends Operation> = Needed<'path', PathOf<O>> &
  Needed<'body', BodyOf<O>> & { query?: QueryOf<O> };
