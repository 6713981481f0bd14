import { eventually } from '../support/app.js';
import { killStarted } from '../support/process.js';
import { startScriptedSmtp, type Answer } from '../support/smtp-sink.js';
import { AGENCY } from './ledger.js';
import { MailScene } from './mail-scene.js';
import { report } from './report.js';

const SILENCE: Answer = { then: 'silence' };
const TAKEN = '250 2.0.0 Ok: queued as SINK';

describe('letters on their way', () => {
  afterAll(killStarted);

  it('survive a worker that is killed before DATA, one killed after it, and one that is stopped in order', async () => {
    /** What the server does next with a letter: fall silent at RCPT or at the final dot, take its time. */
    let manner: 'rcpt' | 'dot' | 'slow' | 'well' = 'rcpt';
    let met = 0;
    const meet = (answer: Answer): Answer => {
      manner = 'well';
      met++;
      return answer;
    };
    let isLetter = false;
    const sink = await startScriptedSmtp({
      RCPT: (address) => {
        isLetter = address === AGENCY;
        return isLetter && manner === 'rcpt' ? meet(SILENCE) : null;
      },
      end: () => {
        if (isLetter && manner === 'dot') return meet({ ...SILENCE, taken: true });
        return isLetter && manner === 'slow' ? meet({ reply: TAKEN, waitMs: 2_000 }) : null;
      },
    });
    // One letter or notice at a time, so that the server knows which it has.
    const scene = await MailScene.open(sink, { WORKER_CONCURRENCY: '1' });

    await scene.submit();
    await eventually(async () => met === 1);
    await scene.letterIs({ state: 'sending', handing_over: false });
    await scene.kill();
    await scene.restart();
    await scene.letterIs({ state: 'sent', attempts: 2, case_status: 'sent' });
    await eventually(() => scene.place.ledger.atRest());

    manner = 'dot';
    await scene.submit();
    await eventually(async () => met === 2);
    await scene.letterIs({ state: 'sending', handing_over: true });
    await scene.kill();
    await scene.restart();
    await scene.letterIs({ state: 'uncertain', attempts: 1, case_status: 'delivery-problem' });
    await eventually(() => scene.place.ledger.atRest());
    expect((await scene.notices()).slice(-2)).toEqual(['problem sent', 'received sent']);

    manner = 'slow';
    await scene.submit();
    await eventually(async () => met === 3);
    await scene.letterIs({ state: 'sending', handing_over: true });
    expect(await scene.service.signal('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(await scene.place.ledger.letter()).toMatchObject({ state: 'sent', attempts: 1, case_status: 'sent' });
    expect(scene.service.stderr()).toBe('');

    await scene.restart(); // For the notices that are still owed; what is uncertain stays so.
    const line = await scene.close();
    report('Letters on their way', { 'killed before DATA, after DATA, stopped': line });
    expect(line).toEqual({ submitted: 3, acknowledged: 3, delivered: 3, duplicates: 0, lost: 0, uncertain: 1, falseSent: 0 });
  }, 180_000);
});
