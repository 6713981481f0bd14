import { eventually, freePort } from '../support/app.js';
import { killStarted } from '../support/process.js';
import { startScriptedSmtp, startSmtpSink, type Answer } from '../support/smtp-sink.js';
import { AGENCY, type Tally } from './ledger.js';
import { MailScene } from './mail-scene.js';
import { report } from './report.js';

const SILENCE: Answer = { then: 'silence' };
const HANG_UP: Answer = { then: 'close' };
const TAKEN = '250 2.0.0 Ok: queued as SINK';
const ONCE = { submitted: 1, acknowledged: 1, delivered: 1, duplicates: 0, lost: 0, uncertain: 0, falseSent: 0 };

describe('letters to a mail server', () => {
  const lines: Record<string, Tally> = {};

  afterAll(async () => {
    await killStarted();
    report('Mail servers', lines);
  });

  it('are sent again when the worker was killed before DATA', async () => {
    let silent = false;
    const sink = await startScriptedSmtp({
      RCPT: (address) => {
        if (address !== AGENCY || silent) return '250 Ok';
        silent = true;
        return SILENCE;
      },
    });
    const scene = await MailScene.open(sink);
    await scene.submit();
    await eventually(async () => silent);
    await scene.letterIs({ state: 'sending', handing_over: false });
    await scene.kill();
    await scene.restart();
    await scene.letterIs({ state: 'sent', attempts: 2, case_status: 'sent' });
    expect((lines['killed before DATA'] = await scene.close())).toEqual(ONCE);
  });

  it('are never sent again when the worker was killed after DATA', async () => {
    // The letter and the first notice are swallowed in silence; what comes later is answered.
    const sink = await startScriptedSmtp({ end: [SILENCE, SILENCE, TAKEN], taken: true });
    const scene = await MailScene.open(sink);
    await scene.submit();
    await eventually(async () => sink.mails.length === 2);
    await scene.letterIs({ state: 'sending', handing_over: true });
    await scene.kill();
    await scene.restart();
    await scene.letterIs({ state: 'uncertain', attempts: 1, case_status: 'delivery-problem' });
    await eventually(async () => sink.mails.length === 3);
    await eventually(() => scene.place.ledger.atRest());
    await scene.kill();
    await scene.restart();
    expect(await scene.notices()).toEqual(['problem sent', 'received uncertain']);
    expect((lines['killed after DATA'] = await scene.close())).toEqual({ ...ONCE, uncertain: 1 });
  });

  it('are uncertain when the server hangs up after the final dot', async () => {
    const sink = await startScriptedSmtp({ end: [HANG_UP, HANG_UP, TAKEN], taken: true });
    const scene = await MailScene.open(sink);
    await scene.submit();
    await scene.letterIs({ state: 'uncertain', attempts: 1, case_status: 'delivery-problem' });
    await eventually(async () => sink.mails.length === 3);
    expect((lines['hung up after the dot'] = await scene.close())).toEqual({ ...ONCE, uncertain: 1 });
  });

  it('wait for a server that is down and leave when it is back', async () => {
    const port = await freePort();
    const url = `smtp://127.0.0.1:${port}`;
    const scene = await MailScene.open({ port, url, mails: [], connections: () => 0, close: async () => undefined });
    await scene.submit();
    await scene.letterIs({ state: 'pending', attempts: 1, case_status: 'queued' });
    scene.sink = await startSmtpSink({ port });
    await scene.place.ledger.letTimePass();
    await scene.letterIs({ state: 'sent', attempts: 2, case_status: 'sent' });
    await eventually(async () => scene.sink.mails.length === 3);
    expect((lines['down, then up'] = await scene.close())).toEqual(ONCE);
  });

  it('on their way are finished before a graceful stop', async () => {
    const scene = await MailScene.open(await startSmtpSink({ delay: 2_000 }));
    await scene.submit();
    await scene.letterIs({ state: 'sending', handing_over: true });
    expect(await scene.service.signal('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(await scene.place.ledger.letter()).toMatchObject({ state: 'sent', attempts: 1, case_status: 'sent' });
    expect(scene.service.stderr()).toBe('');
    scene.service = await scene.start(); // For the notices that are still owed.
    expect((lines['SIGTERM on the way'] = await scene.close())).toEqual(ONCE);
  });
});
