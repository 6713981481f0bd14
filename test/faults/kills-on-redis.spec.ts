import { startRedis } from '../support/redis.js';
import { besieged } from './besieged.js';

besieged('Redis', async () => {
  const redis = await startRedis();
  return { redisUrl: redis.url, stop: () => redis.stop() };
});
