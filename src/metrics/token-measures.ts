import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { TokensVerifier } from '../tokens/verify/tokens.verifier.js';
import { counter, distribution, type Family, histogram } from './family.js';

/** Token metrics: verdicts, mints, revocations, and all audit events. */
@Injectable()
export class TokenMeasures {
  constructor(
    private readonly verifier: TokensVerifier,
    private readonly audit: AuditService,
  ) {}

  families(): Family[] {
    const tiers = Object.entries(this.verifier.counted);
    const { byAction, minted, revoked } = this.audit.metrics;
    return [
      counter(
        'tokenwright_verifications_total',
        'Verifications by verdict and tier',
        tiers.flatMap(([tier, { verdicts }]) =>
          Object.entries(verdicts).map(([verdict, value]) => ({ labels: { tier, verdict }, value })),
        ),
      ),
      histogram(
        'tokenwright_verification_duration_seconds',
        'Duration of verifications with I/O, by tier',
        tiers.flatMap(([tier, { durations }]) =>
          durations.sum > 0 ? [distribution(durations, { tier })] : [],
        ),
      ),
      counter(
        'tokenwright_tokens_minted_total',
        'Minted tokens by dialect and holder',
        [...minted.values()].map(({ dialect, holder, count }) => ({
          labels: { dialect, holder },
          value: count,
        })),
      ),
      counter(
        'tokenwright_tokens_revoked_total',
        'Revoked tokens by audit action',
        [...revoked].map(([action, value]) => ({ labels: { action }, value })),
      ),
      counter(
        'tokenwright_audit_events_total',
        'Audit events by action',
        [...byAction].map(([action, value]) => ({ labels: { action }, value })),
      ),
    ];
  }
}
