import { besieged } from './besieged.js';

besieged('PostgreSQL', async () => ({ redisUrl: null, stop: async () => undefined }));
