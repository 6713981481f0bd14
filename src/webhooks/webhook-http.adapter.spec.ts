import { isPrivateAddress } from './webhook-http.adapter.js';

describe('addresses that webhooks do not go to', () => {
  it.each(['127.0.0.1', '127.9.9.9', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '::1', '::', 'fe80::1', 'fd00::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '64:ff9b::7f00:1'])(
    '%s is within', (address) => expect(isPrivateAddress(address)).toBe(true),
  );

  it.each(['8.8.8.8', '172.32.0.1', '192.169.0.1', '95.167.1.1', '2a00:1450:4010::1', '::ffff:8.8.8.8'])('%s is outside', (address) => expect(isPrivateAddress(address)).toBe(false));
});
