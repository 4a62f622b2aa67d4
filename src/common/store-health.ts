import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** How long the database may take to answer, in ms, before it counts as away. */
const patience = 2000;

/** Whether the database answers. */
@Injectable()
export class StoreHealth {
  constructor(private readonly dataSource: DataSource) {}

  /** Fulfilled when the database answered a query in time, rejected otherwise. */
  async ping(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${patience} ms`)), patience);
    });
    try {
      await Promise.race([this.dataSource.query('SELECT 1'), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
