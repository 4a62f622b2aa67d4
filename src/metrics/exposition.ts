import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  DataPointType,
  InstrumentType,
  type MetricData,
} from '@opentelemetry/sdk-metrics';
import { ValueType } from '@opentelemetry/api';
import type { Family, Sample } from './family.js';

export const contentType = 'text/plain; version=0.0.4; charset=utf-8';

const serializer = new PrometheusSerializer(undefined, false, undefined, true, true);

/** The families in the Prometheus text format. Families without a series are omitted. */
export function expositionOf(families: Family[]): string {
  const metrics = families.filter(({ samples }) => samples.length > 0).map(metricOf);
  return serializer.serialize({
    resource: resourceFromAttributes({}),
    scopeMetrics: [{ scope: { name: 'tokenwright' }, metrics }],
  });
}

const kinds = {
  counter: InstrumentType.COUNTER,
  gauge: InstrumentType.GAUGE,
  histogram: InstrumentType.HISTOGRAM,
};

/** The shape that OpenTelemetry's exporter expects. The text format omits its times. */
function metricOf({ name, help, type, samples }: Family): MetricData {
  const common = {
    descriptor: { name, description: help, unit: '', type: kinds[type], valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  if (type === 'histogram') {
    return { ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints: samples.map(classesOf) };
  }
  const dataPoints = samples.map((sample) => point(sample, 'value' in sample ? sample.value : Number.NaN));
  return type === 'counter'
    ? { ...common, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints }
    : { ...common, dataPointType: DataPointType.GAUGE, dataPoints };
}

function classesOf(sample: Sample) {
  const { counts, bounds, sum } = sample as Extract<Sample, { counts: number[] }>;
  const count = counts.reduce((total, one) => total + one, 0);
  return point(sample, { buckets: { boundaries: bounds, counts }, sum, count });
}

function point<T>({ labels }: Sample, value: T) {
  return {
    startTime: [0, 0] as [number, number],
    endTime: [0, 0] as [number, number],
    attributes: labels,
    value,
  };
}
