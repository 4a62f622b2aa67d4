import { Injectable } from '@nestjs/common';

/** Whether the process is shutting down. It still answers, but load balancers should send it nothing more. */
@Injectable()
export class Shutdown {
  isUnderWay = false;
}
