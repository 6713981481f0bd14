import { Injectable } from '@nestjs/common';

/** The only clock: tests replace it. */
@Injectable()
export class ClockService {
  now(): Date {
    return new Date();
  }
}
