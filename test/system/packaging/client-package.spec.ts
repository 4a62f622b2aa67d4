import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startService, type Service } from '../../support/service.js';
import { clonedClient, filesIn, packedClient } from './packed-client.js';

const run = promisify(execFile);
const root = join(__dirname, '../../..');

/** The package as somebody gets it: packed, unpacked into a project of its own, and used from there. */
describe('the packed client', () => {
  let project: string;
  let place: string;
  let service: Service;
  let files: string[];
  let left: string[];

  beforeAll(async () => {
    ({ project, files, left, place } = await packedClient());
    for (const name of ['express', 'fastify', 'rxjs', 'reflect-metadata', '@nestjs', '@types']) {
      symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name));
    }
    service = await startService();
  });
  afterAll(async () => {
    await service.close();
    rmSync(project, { recursive: true });
  });

  const node = async (name: string, text: string) => {
    writeFileSync(join(project, name), text);
    const env = { PATH: process.env.PATH, TOKENWRIGHT_URL: service.base, TW: service.account };
    return (await run(process.execPath, [name], { cwd: project, env })).stdout;
  };

  /** Runs one of the repository's tools that Jest would have to transform whole; what it prints, as JSON. */
  const tool = async (text: string): Promise<unknown> => {
    const script = ['--input-type=module', '-e', text];
    const { stdout } = await run(process.execPath, script, { cwd: join(root, 'test/system/clients') });
    return JSON.parse(stdout);
  };

  it('holds what was built, its README, and nothing else', () => {
    const others = files.filter((path) => !/^dist\/(esm|cjs)\/[\w.-]+\.(d\.ts|js)$/.test(path));
    expect(others.sort()).toEqual(['LICENSE', 'README.md', 'dist/cjs/package.json', 'package.json']);
    const manifest = JSON.parse(readFileSync(join(root, 'packages/client/package.json'), 'utf8')) as object;
    expect(manifest).not.toHaveProperty('dependencies');
  });

  it('leaves nothing in the clone', () => {
    expect(left).toEqual([]);
  });

  it('leaves a build that was there, and removes one that a broken pack left', async () => {
    const clone = clonedClient();
    const [dist, mark] = ['dist', 'dist/.packing'].map((path) => join(clone, 'packages/client', path));
    const pack = ['pack', '-w', '@tokenwright/client', '--pack-destination', project];
    mkdirSync(dist!);
    await run('npm', pack, { cwd: clone });
    expect(filesIn(dist!)).toEqual(expect.arrayContaining(['cjs/index.js', 'esm/web.js']));
    writeFileSync(mark!, '');
    await run('npm', pack, { cwd: clone });
    expect(existsSync(dist!)).toBe(false);
    rmSync(clone, { recursive: true });
  });

  it('imports nothing but its own files', () => {
    const scripts = files.filter((path) => path.endsWith('.js'));
    const asked = scripts.flatMap((path) => {
      const text = readFileSync(join(place, path), 'utf8');
      return [...text.matchAll(/(?:from|require\(|import\() ?["']([^"']+)["']/g)].map(([, name]) => name!);
    });
    expect(scripts.length).toBeGreaterThan(30);
    expect(asked.filter((name) => !name.startsWith('./'))).toEqual([]);
  });

  const use = `
    const client = new Tokenwright({ baseUrl: process.env.TOKENWRIGHT_URL, secret: process.env.TW });
    const told = ({ code }) => [code, TokenwrightError.name, typeof express, typeof fastify, typeof nest, typeof web].join();
    const done = client.self().then(({ holder }) => client.users.read('default', holder)).catch(told);
    done.then(console.log);
  `;
  const outcome = 'user-not-found,TokenwrightError,function,function,function,function\n';

  it('is imported as an ES module', async () => {
    const imports = ['express', 'fastify', 'nest', 'web'].map(
      (name) => `import { verify as ${name} } from '@tokenwright/client/${name}';`,
    );
    const core = `import { Tokenwright, TokenwrightError } from '@tokenwright/client';`;
    expect(await node('use.mjs', [core, ...imports, use].join('\n'))).toBe(outcome);
  });

  it('is required as CommonJS', async () => {
    const imports = ['express', 'fastify', 'nest', 'web'].map(
      (name) => `const { verify: ${name} } = require('@tokenwright/client/${name}');`,
    );
    const core = `const { Tokenwright, TokenwrightError } = require('@tokenwright/client');`;
    expect(await node('use.cjs', [core, ...imports, use].join('\n'))).toBe(outcome);
  });

  it('publint has nothing to say', async () => {
    const { messages } = (await tool(`
      import { publint } from 'publint';
      console.log(JSON.stringify(await publint({ pkgDir: ${JSON.stringify(place)}, pack: false, strict: true })));
    `)) as { messages: unknown[] };
    expect(messages).toEqual([]);
  });

  it('its types are found, and are right, from both kinds of modules', async () => {
    const archive = JSON.stringify(join(project, 'tokenwright-client-0.1.0.tgz'));
    const found = (await tool(`
      import { readFileSync } from 'node:fs';
      import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
      const checked = await checkPackage(createPackageFromTarballData(readFileSync(${archive})));
      console.log(JSON.stringify({ types: checked.types, problems: checked.problems, entries: Object.keys(checked.entrypoints) }));
    `)) as {
      types: { kind: string };
      problems: { kind: string; resolutionKind: string }[];
      entries: string[];
    };
    expect(found.types.kind).toBe('included');
    expect(found.entries).toEqual(
      expect.arrayContaining(['.', './express', './fastify', './nest', './web', './package.json']),
    );
    // Resolution before Node 12.7, which knows no `exports`, finds the core alone.
    expect(found.problems.filter(({ resolutionKind }) => resolutionKind !== 'node10')).toEqual([]);
  });

  describe('its README', () => {
    const text = readFileSync(join(root, 'packages/client/README.md'), 'utf8');
    const blocks = (part: string) =>
      [...part.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block]) => block!);
    const [program, middleware] = text.split(/^## Middleware$/m) as [string, string];

    it('has code that compiles against the package, from both kinds of modules', async () => {
      expect([blocks(program).length, blocks(middleware).length]).toEqual([8, 5]);
      writeFileSync(join(project, 'program.mts'), blocks(program).join('\n'));
      for (const [i, block] of blocks(middleware).entries()) {
        writeFileSync(join(project, `middleware-${i}.mts`), block);
        writeFileSync(join(project, `middleware-${i}.cts`), block);
      }
      const compilerOptions = {
        module: 'nodenext',
        target: 'es2022',
        lib: ['es2022', 'dom', 'dom.iterable'],
        types: ['node'],
        strict: true,
        experimentalDecorators: true,
        skipLibCheck: false,
        outDir: 'compiled',
      };
      writeFileSync(join(project, 'package.json'), '{ "private": true }');
      writeFileSync(
        join(project, 'tsconfig.json'),
        JSON.stringify({ compilerOptions, include: ['*.mts', '*.cts'] }),
      );
      const tsc = join(root, 'node_modules/typescript/bin/tsc');
      const { stdout } = await run(process.execPath, [tsc, '-p', project]).catch(
        (error: { stdout: string }) => error,
      );
      expect(stdout).toBe('');
    });

    it('has a program that does what its comments say', async () => {
      const printed = await node('run.mjs', readFileSync(join(project, 'compiled/program.mjs'), 'utf8'));
      const lines = printed.split('\n');
      expect(lines.slice(0, 3)).toEqual(['true true', 'false', 'true']);
      expect(printed).toMatch(/^404 [\w-]{8,}$/m);
      expect(printed).toMatch(/^1 imported undefined\n2 refused user-not-found$/m);
      expect(printed).toMatch(/^60$/m);
      expect(printed).toMatch(/name: 'Ada Lovelace'/);
    });
  });
});
