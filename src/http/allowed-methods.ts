import { Injectable } from '@nestjs/common';
import findMyWay, { type HTTPMethod } from 'find-my-way';

/** Knows which methods an address answers, so that a wrong method can be told from a wrong address (RFC 9110). */
@Injectable()
export class AllowedMethods {
  private readonly router = findMyWay({ maxParamLength: maxParameterLength });
  private readonly methods = new Set<HTTPMethod>();

  /** Takes note of a route as it is registered. */
  add(method: string | string[], url: string): void {
    for (const one of [method].flat() as HTTPMethod[]) {
      this.methods.add(one);
      if (!this.router.hasRoute(one, url)) this.router.on(one, url, () => undefined);
    }
  }

  for(path: string): string[] {
    return [...this.methods].filter((method) => {
      const found = this.router.find(method, path);
      // Nest passes on a path that fits with an empty parameter.
      return found !== null && !Object.values(found.params).includes('');
    });
  }
}

/** Longest path parameter, percent-encoded, in characters: an id of 128 characters of four bytes each. */
export const maxParameterLength = 128 * 4 * 3;
