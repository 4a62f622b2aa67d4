import { Injectable } from '@nestjs/common';
import { type Bottleneck, bottlenecks } from './load-monitor.js';
import { Histogram } from '../common/histogram.js';
import { counter, distribution, type Family, histogram } from './family.js';

export class RouteMeasure {
  /** Responses by class: 1xx, 2xx, … 5xx. */
  readonly statuses = [0, 0, 0, 0, 0];
  readonly durations = new Histogram();

  /** @param route the pattern with its parameters, never the requested path */
  constructor(
    readonly dialect: string,
    readonly method: string,
    readonly route: string,
  ) {}

  /** @param ms from the request's headers to the start of the response */
  record(status: number, ms: number): void {
    this.statuses[Math.min(Math.max(Math.trunc(status / 100), 1), 5) - 1]! += 1;
    this.durations.note(ms);
  }
}

/** Request metrics. Routes register at the start; unrouted requests count as one route for each dialect. */
@Injectable()
export class RequestMeasures {
  /** Refused requests by the bottleneck that caused it. */
  readonly refused: Record<Bottleneck, number> = { writers: 0, connections: 0, loop: 0 };
  private readonly measures: RouteMeasure[] = [];
  private readonly unrouted = new Map<string, RouteMeasure>();

  ofRoute(dialect: string, method: string, route: string): RouteMeasure {
    const measure = new RouteMeasure(dialect, method, route);
    this.measures.push(measure);
    return measure;
  }

  ofUnrouted(dialect: string): RouteMeasure {
    const known = this.unrouted.get(dialect);
    if (known) return known;
    const measure = this.ofRoute(dialect, 'other', 'other');
    this.unrouted.set(dialect, measure);
    return measure;
  }

  families(): Family[] {
    const asked = this.measures.filter(({ statuses }) => statuses.some((count) => count > 0));
    const labelsOf = ({ dialect, method, route }: RouteMeasure) => ({ dialect, method, route });
    return [
      counter(
        'tokenwright_http_requests_total',
        'Responses by route and status class',
        asked.flatMap((measure) =>
          measure.statuses.flatMap((value, index) =>
            value > 0 ? [{ labels: { ...labelsOf(measure), status: `${index + 1}xx` }, value }] : [],
          ),
        ),
      ),
      histogram(
        'tokenwright_http_request_duration_seconds',
        'Time from the request headers to the start of the response',
        asked.map((measure) => distribution(measure.durations, labelsOf(measure))),
      ),
      counter(
        'tokenwright_overload_refusals_total',
        'Requests refused because of overload, by bottleneck',
        bottlenecks.map((bottleneck) => ({ labels: { bottleneck }, value: this.refused[bottleneck] })),
      ),
    ];
  }
}
