import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, RequirePermission } from '../../../access/access.decorators.js';
import type { Caller } from '../../../common/caller.js';
import { Clock } from '../../../common/clock.js';
import { ExplanationsService } from '../../../tokens/explain/explanations.service.js';
import { Body } from '../../shared/validated-input.decorators.js';
import { ExplainToken, ExplanationView, questionOf, viewOfExplanation } from './explain.wire.js';
import { Idempotent } from '../shared/idempotent.decorator.js';
import { ApiProblemsOfBody } from '../shared/native.wire.js';

@ApiTags('Verification')
@Controller('v1/tokens')
export class ExplainController {
  constructor(
    private readonly explanations: ExplanationsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Explain a token
   *
   * @remarks Shows which rule accepts or refuses the token, and since when; on request also why it has or
   * lacks a permission. Does not count as a use: nothing slides. A caller inside one ecosystem sees only its
   * tokens; others look unknown.
   */
  @Post('explain')
  @Idempotent('question')
  @HttpCode(200)
  @RequirePermission('tokens:explain')
  @ApiBody({
    type: ExplainToken,
    examples: {
      byId: { value: { tokenId: '01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11', permission: 'tokens:mint' } },
      bySecret: { value: { token: 'tw_u_5mYqJX2cVj0xhN2cO1u3lqGz8b7wTnD4aKfEoPsRrUg' } },
    },
  })
  @ApiProblemsOfBody()
  async explainToken(@Body() body: ExplainToken, @CurrentCaller() caller: Caller): Promise<ExplanationView> {
    const permission = body.permission ?? undefined;
    const explanation = await this.explanations.explain(questionOf(body), permission, caller);
    return viewOfExplanation(explanation, this.clock.now());
  }
}
