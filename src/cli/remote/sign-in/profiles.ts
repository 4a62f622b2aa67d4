import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { exits, Stop } from '../../exit.js';

/** A service, and the token to present there. */
export interface Profile {
  url: string;
  token: string;
  /** The default ecosystem. */
  ecosystem?: string;
}

interface Kept {
  current: string;
  profiles: Record<string, Profile>;
}

/** The profiles that `login` stores, in one file that only its owner can read. */
export class Profiles {
  readonly folder: string;
  readonly file: string;

  constructor(env: NodeJS.ProcessEnv) {
    const home = env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config');
    this.folder = join(home, 'tokenwright');
    this.file = join(this.folder, 'profiles.json');
  }

  get current(): string {
    return this.read().current;
  }

  names(): string[] {
    return Object.keys(this.read().profiles).sort();
  }

  find(name: string): Profile | undefined {
    const { profiles } = this.read();
    return Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  }

  /** @throws Stop when there is no profile of this name */
  get(name: string): Profile {
    const profile = this.find(name);
    if (!profile)
      throw new Stop(exits.usage, `There is no profile ${name}: tokenwright login --profile ${name}`);
    return profile;
  }

  /** Stores a profile, and makes it the current one. */
  keep(name: string, profile: Profile): void {
    if (!/^[A-Za-z0-9._-]{1,64}$/.test(name)) {
      throw new Stop(exits.usage, 'The name of a profile is 1 to 64 characters of A-Z a-z 0-9 . _ -');
    }
    const { profiles } = this.read();
    this.write({ current: name, profiles: { ...profiles, [name]: profile } });
  }

  use(name: string): void {
    this.get(name);
    this.write({ ...this.read(), current: name });
  }

  remove(name: string): void {
    this.get(name);
    const { current, profiles } = this.read();
    delete profiles[name];
    const next = current === name ? (Object.keys(profiles).sort()[0] ?? 'default') : current;
    this.write({ current: next, profiles });
  }

  private read(): Kept {
    let text: string;
    try {
      if (process.platform !== 'win32' && (statSync(this.file).mode & 0o077) !== 0) {
        throw new Stop(
          exits.failed,
          `Others can read ${this.file}, which holds secrets: chmod 600 ${this.file}`,
        );
      }
      text = readFileSync(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { current: 'default', profiles: {} };
      throw error;
    }
    try {
      const { current, profiles } = JSON.parse(text) as Kept;
      return { current: String(current), profiles: { ...profiles } };
    } catch {
      throw new Stop(
        exits.failed,
        `${this.file} is not valid JSON: correct it, or remove it and log in again.`,
      );
    }
  }

  /** Replaces the file atomically. */
  private write(kept: Kept): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const draft = `${this.file}.${randomUUID()}`;
    try {
      writeFileSync(draft, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
      renameSync(draft, this.file);
    } finally {
      rmSync(draft, { force: true });
    }
  }
}
