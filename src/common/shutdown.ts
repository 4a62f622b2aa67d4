import { Injectable } from '@nestjs/common';

/** Whether the process is about to end. It still answers then, but balancers are to send it nothing more. */
@Injectable()
export class Shutdown {
  isUnderWay = false;
}
