import { Injectable } from '@nestjs/common';
import findMyWay, { type HTTPMethod } from 'find-my-way';

/** The methods of each path, so that a wrong method differs from a wrong path (405 or 404). */
@Injectable()
export class AllowedMethods {
  private readonly router = findMyWay({ maxParamLength: maxParameterLength });
  private readonly methods = new Set<HTTPMethod>();

  add(method: string | string[], url: string): void {
    for (const one of [method].flat() as HTTPMethod[]) {
      this.methods.add(one);
      if (!this.router.hasRoute(one, url)) this.router.on(one, url, () => undefined);
    }
  }

  for(path: string): string[] {
    return [...this.methods].filter((method) => {
      const found = this.router.find(method, path);
      // Nest treats a match with an empty parameter as unrouted.
      return found !== null && !Object.values(found.params).includes('');
    });
  }
}

/** Maximum path parameter, percent-encoded, in characters: an id of 128 characters of four bytes each. */
export const maxParameterLength = 128 * 4 * 3;
