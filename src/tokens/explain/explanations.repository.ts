import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { ReadConnection } from '../../database/read-connection.js';
import { Ecosystem } from '../../ecosystems/ecosystem.entity.js';
import { Role } from '../../ecosystems/roles/role.entity.js';
import { User } from '../../users/user.entity.js';
import { Token } from '../token.entity.js';

/** A token with everything that decides about it; deleted users and ecosystems are included while their rows exist. */
export interface TokenContext {
  token: Token;
  user: User | null;
  ecosystem: Ecosystem | null;
  /** All roles of the ecosystem, by name. */
  roles: Role[];
}

/** Reads the data of an explanation, for any caller: the service decides what a caller may see. */
@Injectable()
export class ExplanationsRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  /** The hash of the token with this id; undefined when there is none. */
  async findHash(tokenId: string): Promise<string | undefined> {
    const select = { id: true, hash: true };
    const token = await this.dataSource.manager.findOne(Token, { select, where: { id: tokenId } });
    return token?.hash;
  }

  /** The hash that belongs to a token; the first one when none does. */
  async findHashAmong(hashes: readonly string[]): Promise<string> {
    const select = { id: true, hash: true };
    const token = await this.dataSource.manager.findOne(Token, { select, where: { hash: In([...hashes]) } });
    return token?.hash ?? hashes[0]!;
  }

  /** One statement, so that all of it is of the same moment. */
  async findContext(hash: string): Promise<TokenContext | undefined> {
    const found = await this.dataSource.manager
      .createQueryBuilder(Token, 'token')
      .leftJoinAndMapOne('token.user', User, 'user', 'user.id = token.userId')
      .leftJoinAndMapOne('token.ecosystem', Ecosystem, 'ecosystem', 'ecosystem.id = token.ecosystemId')
      .leftJoinAndMapMany('token.roles', Role, 'role', 'role.ecosystemId = user.ecosystemId')
      .where('token.hash = :hash', { hash })
      .orderBy('role.name')
      .getOne();
    if (!found) return undefined;
    const { user, ecosystem, roles, ...token } = found as Token & Omit<TokenContext, 'token'>;
    return { token, user, ecosystem, roles };
  }
}
