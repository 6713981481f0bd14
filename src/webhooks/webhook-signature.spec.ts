import { newWebhookSecret, webhookHeaders } from './webhook-signature.js';

describe('signature of a webhook', () => {
  it('is the one of the Standard Webhooks specification', () => {
    const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: new Date(1_614_265_330_999), body: '{"test": 2432232314}' };
    expect(webhookHeaders(message, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is made with every secret that holds', () => {
    const secrets = [newWebhookSecret(), newWebhookSecret()];
    for (const secret of secrets) expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const { 'webhook-signature': signatures = '' } = webhookHeaders({ id: 'a', at: new Date(0), body: '{}' }, secrets);
    expect(new Set(signatures.split(' ')).size).toBe(2);
  });
});
