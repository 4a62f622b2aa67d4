import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { ReadConnection } from '../../database/read-connection.js';
import { Ecosystem } from '../../ecosystems/ecosystem.entity.js';
import { Role } from '../../ecosystems/roles/role.entity.js';
import { User } from '../../users/user.entity.js';
import { Token } from '../token.entity.js';

/** A token's row with all that decides about it; what was deleted is there too, as long as its row is. */
export interface TokenContext {
  token: Token;
  user: User | null;
  ecosystem: Ecosystem | null;
  /** All roles of the ecosystem, in the order of their names. */
  roles: Role[];
}

/** Reads what an explanation needs, whosever it is: who may see it is decided by the service. */
@Injectable()
export class ExplanationsRepository {
  constructor(private readonly dataSource: ReadConnection) {}

  /** The hash by which the token with this id is found; undefined when there is none. */
  async findHash(tokenId: string): Promise<string | undefined> {
    const select = { id: true, hash: true };
    const token = await this.dataSource.manager.findOne(Token, { select, where: { id: tokenId } });
    return token?.hash;
  }

  /** The one of these hashes under which a token is kept; the first when there is none. */
  async findHashAmong(hashes: readonly string[]): Promise<string> {
    const select = { id: true, hash: true };
    const token = await this.dataSource.manager.findOne(Token, { select, where: { hash: In([...hashes]) } });
    return token?.hash ?? hashes[0]!;
  }

  /** All in one statement, so that it is of one moment. */
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
