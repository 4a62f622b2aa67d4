import { readdir } from 'node:fs/promises';
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Histogram } from '../common/histogram.js';
import { version } from '../common/version.js';
import { counter, distribution, type Family, gauge, histogram, single } from './family.js';

/** Sampling interval of the event loop, in ms. Smaller delays are not lag. */
const resolution = 10;

/** Process metrics under the names that all Prometheus clients use. */
@Injectable()
export class ProcessMeasures implements OnApplicationShutdown {
  private readonly delays = monitorEventLoopDelay({ resolution });
  private readonly collections = new Histogram();
  private readonly observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) this.collections.note(duration);
  });

  constructor() {
    this.delays.enable();
    this.observer.observe({ entryTypes: ['gc'] });
  }

  onApplicationShutdown(): void {
    this.delays.disable();
    this.observer.disconnect();
  }

  /** The event loop lag covers the time since the last call. */
  async families(): Promise<Family[]> {
    const { user, system } = process.cpuUsage();
    const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
    const lags = [
      this.lag(this.delays.mean),
      this.lag(this.delays.percentile(99)),
      this.lag(this.delays.max),
    ];
    this.delays.reset();
    const [mean, p99, max] = lags.map(single);
    return [
      gauge('tokenwright_build_info', 'Always 1, labelled with the release and its runtime', [
        { labels: { version, node: process.version }, value: 1 },
      ]),
      gauge(
        'process_start_time_seconds',
        'Start of the process, since the epoch',
        single(Math.round(performance.timeOrigin) / 1000),
      ),
      counter('process_cpu_user_seconds_total', 'User CPU time', single(user / 1e6)),
      counter('process_cpu_system_seconds_total', 'System CPU time', single(system / 1e6)),
      counter('process_cpu_seconds_total', 'User and system CPU time', single((user + system) / 1e6)),
      gauge('process_resident_memory_bytes', 'Resident memory', single(rss)),
      gauge('nodejs_heap_size_total_bytes', 'Heap size', single(heapTotal)),
      gauge('nodejs_heap_size_used_bytes', 'Used heap', single(heapUsed)),
      gauge('nodejs_external_memory_bytes', 'Memory outside the heap', single(external)),
      gauge('process_open_fds', 'Open files and connections', single(await openFiles())),
      gauge('nodejs_eventloop_lag_mean_seconds', 'Mean event loop lag since the last scrape', mean!),
      gauge('nodejs_eventloop_lag_p99_seconds', '99th percentile of the event loop lag', p99!),
      gauge('nodejs_eventloop_lag_max_seconds', 'Maximum event loop lag', max!),
      histogram('nodejs_gc_duration_seconds', 'Garbage collection pauses', [distribution(this.collections)]),
    ];
  }

  /** In seconds, above the value of an idle loop. */
  private lag(nanoseconds: number): number {
    return Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9 - resolution / 1000) : 0;
  }
}

/** Undefined where the kernel does not expose it. */
async function openFiles(): Promise<number | undefined> {
  try {
    return (await readdir('/proc/self/fd')).length - 1;
  } catch {
    return undefined;
  }
}
