/** What the tests use of the npm package `rocketchat-api`, which brings no types. */
declare module 'rocketchat-api' {
  type Answer = (error: Error | null, body: any) => void; // eslint-disable-line @typescript-eslint/no-explicit-any -- it has no types

  export default class RocketChatApi {
    constructor(protocol: string, host: string, port: number, username?: string, password?: string);
    login(username: string, password: string): Promise<{ userId: string; authToken: string }>;
    logout(): Promise<{ message: string }>;
    setAuthToken(value: string | null): void;
    setUserId(value: string | null): void;
    authentication: { me(answer: Answer): void };
    miscellaneous: { info(answer: Answer): void };
    users: {
      create(user: object, answer: Answer): void;
      info(named: { userId?: string; username?: string }, answer: Answer): void;
      list(offset: number, count: number, answer: Answer): void;
      update(userId: string, data: object, answer: Answer): void;
      delete(userId: string, answer: Answer): void;
      createToken(named: { userId?: string; username?: string }, answer: Answer): void;
    };
    wsClient: { disconnect(): void };
  }
}
