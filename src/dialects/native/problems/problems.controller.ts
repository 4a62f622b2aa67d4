import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../../../access/access.decorators.js';
import { Failure } from '../../../common/failure.js';
import { ApiFailures, htmlContent } from '../../shared/failure-responses.decorator.js';
import { pageHeaders } from '../../shared/page.js';
import { nativeDialect } from '../native.dialect.js';
import { Problem } from '../shared/native.wire.js';
import { isProblemCode, problemIndex, problemPage } from './problem-pages.js';

const cacheable = { ...pageHeaders, 'cache-control': 'public, max-age=3600' };

const html = (description: string) => ApiOkResponse({ description, content: { 'text/html': htmlContent } });

@ApiTags('Problems')
@Controller('problems')
@Public()
@ApiFailures(nativeDialect, Problem, 'route-not-found')
export class ProblemsController {
  /**
   * List the problem codes
   *
   * @remarks An HTML page with every `code`, its status and a link to its page.
   */
  @Get()
  @html('The list, as a page')
  listProblems(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.headers(cacheable);
    return problemIndex();
  }

  /**
   * Read about a problem code
   *
   * @remarks An HTML page: the meaning of the problem, what to do, and an example. It is the `type` of the
   * problems with this code.
   */
  @Get(':code')
  @html('The page')
  readProblem(@Param('code') code: string, @Res({ passthrough: true }) reply: FastifyReply): string {
    if (!isProblemCode(code)) throw new Failure('route-not-found', 'There is no problem of this code');
    void reply.headers(cacheable);
    return problemPage(code);
  }
}
