import { Controller, Header, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExtraModels, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, RequirePermission } from '../../../access/access.decorators.js';
import type { Caller } from '../../../common/caller.js';
import { Clock } from '../../../common/clock.js';
import { Failure, invalidField } from '../../../common/failure.js';
import { mapYielding } from '../../../common/concurrency/map-yielding.js';
import { CONFIG, type Config } from '../../../config/config.js';
import {
  type ImportedToken,
  type ImportOutcome,
  ImportsService,
} from '../../../tokens/import/imports.service.js';
import { externalIdIn } from '../../../users/names/user-references.js';
import { UsersService } from '../../../users/users.service.js';
import { Body } from '../../shared/validated-input.decorators.js';
import { Lines, ndjson, schemaOfLines } from '../../shared/ndjson.js';
import { Idempotent } from '../shared/idempotent.decorator.js';
import { ImportResult } from './import.wire.js';
import { DigestImportLine, RocketchatImportLine, SanctumImportLine } from './import-lines.wire.js';
import { importedTokenOf } from './import-lines.js';
import { ApiProblemsOfBody } from '../shared/native.wire.js';

const mostLines = 10_000;

/** Maximum length of `detail` for one line, in characters. */
const longestDetail = 500;

const example = JSON.stringify({
  format: 'rocketchat',
  userId: 'BsNr28znDkG8aeo7W',
  hashedToken: 'OYCv7s5/6GHD4iE9lTz2Ng7bYBGPZ9DkbOTNgIUJSZE=',
  when: '2026-11-20T10:00:00.000Z',
});

const answer: ImportResult = {
  line: 1,
  result: 'imported',
  tokenId: '01964f3e-7e9c-7a31-8a41-0f6d3f1f2b11',
};

@ApiTags('Tokens')
@ApiExtraModels(RocketchatImportLine, SanctumImportLine, DigestImportLine, ImportResult)
@Controller('v1/ecosystems/:ecosystemId/tokens')
export class ImportController {
  constructor(
    private readonly imports: ImportsService,
    private readonly users: UsersService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Import hashed tokens
   *
   * @remarks Imports tokens of another system by the hashes of their secrets, so that nobody has to sign in
   * again. Send one JSON object a line, 1 to 10,000 lines, at most 8 MiB: `RocketchatImportLine`,
   * `SanctumImportLine` or `DigestImportLine`, selected by `format`. The answer has one `ImportResult` a
   * line, in the same order. A refused line does not affect the others. Sending the same body again changes
   * nothing: lines imported before are `present`, even when revoked since. When the response arrives, every
   * process accepts the tokens; the first import of a format may take three seconds.
   */
  @Post('import')
  @Idempotent()
  @HttpCode(200)
  @Header('content-type', ndjson)
  @RequirePermission('tokens:import')
  @ApiConsumes(ndjson)
  @ApiBody({
    required: true,
    description: 'One token a line',
    schema: schemaOfLines(RocketchatImportLine, SanctumImportLine, DigestImportLine),
    examples: { rocketchat: { value: `${example}\n` } },
  })
  @ApiOkResponse({
    description: 'The result of each line',
    content: { [ndjson]: { schema: schemaOfLines(ImportResult), example: `${JSON.stringify(answer)}\n` } },
  })
  @ApiProblemsOfBody('ecosystem-not-found')
  async importTokens(
    @Param('ecosystemId') ecosystemId: string,
    @Body() body: object,
    @CurrentCaller() caller: Caller,
  ): Promise<string> {
    if (!(body instanceof Lines)) {
      throw new Failure('unsupported-media-type', `The body must be ${ndjson}`);
    }
    const lines = body.numbered(mostLines);
    if (!lines?.length) {
      throw invalidField('body', '', 'lines', `the body must have 1 to ${mostLines} lines`);
    }
    const context = { ...this.config, now: this.clock.now() };
    const read = await mapYielding(lines, ({ text }) => readLine(() => importedTokenOf(text, context)));
    const ids = await this.users.idsOf(ecosystemId, read.flatMap(referenceIn), caller);
    const named = read.map((one) => withUserId(one, ids));
    const tokens = named.filter((one): one is ImportedToken => !('result' in one));
    const outcomes = (await this.imports.import(ecosystemId, tokens, caller)).values();
    return lines
      .map(({ line }, index) => {
        const one = named[index]!;
        const outcome = 'result' in one ? one : outcomes.next().value!;
        return `${JSON.stringify({ line, ...outcome } satisfies ImportResult)}\n`;
      })
      .join('');
  }
}

function readLine(read: () => ImportedToken): ImportedToken | ImportOutcome {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { result: 'refused', code: 'invalid-input', detail: error.message.slice(0, longestDetail) };
  }
}

function referenceIn(read: ImportedToken | ImportOutcome): string[] {
  return 'result' in read ? [] : [read.userReference];
}

/** With the id in the place of `external:EXTERNAL_ID`. */
function withUserId(
  read: ImportedToken | ImportOutcome,
  ids: ReadonlyMap<string, string>,
): ImportedToken | ImportOutcome {
  if ('result' in read || externalIdIn(read.userReference) === undefined) return read;
  const id = ids.get(read.userReference);
  if (id !== undefined) return { ...read, userReference: id };
  return { result: 'refused', code: 'user-not-found', detail: `No such user: ${read.userReference}` };
}
