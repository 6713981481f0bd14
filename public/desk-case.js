// The case page works without this file. In the page and in the pane alike it adds keys, who else is there, what happens meanwhile,
// and forms that leave the list where it is.
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  const host = document.querySelector('[data-case-host]');
  const inPane = host.id === 'pane';
  const help = document.getElementById('help');
  const article = () => host.querySelector('.case');
  const address = (number, part = '') => `/desk/cases/${number}${part}`;
  const post = (path, body) => fetch(path, { method: 'POST', headers: { accept: 'text/html' }, body });
  const FIELDS = 'input:not([type=hidden]), textarea, select';
  const isField = (element) => Boolean(element.closest?.('input:not([type=checkbox]), textarea, select, [contenteditable]'));

  // ── What was typed and not sent is kept while other cases are looked at.
  const drafts = new Map();
  const textsOf = (form) => [...form.querySelectorAll('textarea, input:not([type=hidden])')];
  const isDirty = (form) => textsOf(form).some((field) => field.value !== field.defaultValue);
  const dirtyForms = () => [...host.querySelectorAll('.act-form')].filter(isDirty);
  const keepDrafts = () => {
    const shown = article();
    if (!shown) return;
    const kept = dirtyForms().map((form) => [form.closest('details').id, textsOf(form).filter((field) => field.value !== field.defaultValue).map((field) => [field.name, field.value])]);
    if (kept.length > 0) drafts.set(shown.dataset.number, kept);
    else drafts.delete(shown.dataset.number);
  };
  const restoreDrafts = (number) => {
    for (const [id, values] of drafts.get(number) ?? []) {
      const details = id && host.querySelector(`#${id}`);
      if (!details) continue;
      details.open = true;
      for (const [name, value] of values) {
        const field = details.querySelector(`[name="${CSS.escape(name)}"]`);
        if (field) field.value = value;
      }
    }
  };

  // ── Who else is there. The window says every ten seconds that it is here; silence means that it is gone.
  const screen = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const WRITES_FOR_MS = 60_000;
  let there = '';
  let typedAt = 0;
  let said = '';
  const state = () => (Date.now() - typedAt < WRITES_FOR_MS && dirtyForms().length > 0 ? 'writing' : 'looking');
  const showPresence = async (answer) => {
    const line = host.querySelector('.presence');
    if (!answer?.ok || !line) return;
    const words = (await answer.text()).trim();
    const text = new DOMParser().parseFromString(words, 'text/html').body.textContent;
    if (line.textContent !== text) line.textContent = text;
  };
  const sayHere = async () => {
    if (!there || document.visibilityState === 'hidden') return;
    said = state();
    await showPresence(await post(address(there, '/presence'), new URLSearchParams({ screen, state: said })).catch(() => null));
  };
  const sayGone = () => {
    if (there) navigator.sendBeacon(address(there, '/presence'), new URLSearchParams({ screen, state: 'gone' }));
    said = '';
  };
  const askWho = async () => there && showPresence(await fetch(address(there, '/presence'), { headers: { accept: 'text/html' } }).catch(() => null));
  setInterval(() => void sayHere(), 10_000);
  host.addEventListener('input', (event) => {
    if (!event.target.closest('.act-form')) return;
    typedAt = Date.now();
    keepDrafts();
    if (state() !== said) void sayHere();
  });
  window.addEventListener('pagehide', sayGone);
  window.addEventListener('pageshow', (event) => { if (event.persisted) void sayHere(); });

  // ── What happens meanwhile is told beside, nothing moves.
  const box = (...children) => {
    const news = host.querySelector('.case-news');
    if (news) news.replaceChildren(...children);
  };
  const paragraph = (text) => Object.assign(document.createElement('p'), { textContent: text });
  const tell = async () => {
    const shown = article();
    if (!shown) return;
    const { number, last, wordNews, wordShow } = shown.dataset;
    const answer = await fetch(address(number, `/news?after=${last}`), { headers: { accept: 'text/html' } }).catch(() => null);
    if (answer?.status !== 200 || article() !== shown) return;
    const list = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('ol');
    const show = Object.assign(document.createElement('a'), { className: 'btn btn-primary btn-small', href: address(number), textContent: wordShow });
    show.addEventListener('click', (event) => {
      if (!inPane) return;
      event.preventDefault();
      void fetch(address(number, '/pane'), { headers: { accept: 'text/html' } }).then(async (page) => page.ok && put(new DOMParser().parseFromString(await page.text(), 'text/html').body));
    });
    box(Object.assign(document.createElement('strong'), { textContent: wordNews }), list, show);
  };
  const concerns = (ids) => article() && ids.includes(article().dataset.case);
  document.addEventListener('desk:changed', ({ detail }) => { if (concerns(detail.ids)) void tell(); });
  document.addEventListener('desk:presence', ({ detail }) => { if (concerns(detail.ids)) void askWho(); });
  let source = null;
  const signedOut = () => {
    source?.close();
    source = null;
    const { number, wordEnded, wordSignIn } = article().dataset;
    box(paragraph(wordEnded), Object.assign(document.createElement('a'), { href: `/desk/sign-in?next=${encodeURIComponent(address(number))}`, target: '_blank', textContent: wordSignIn }));
  };
  const listen = () => {
    if (inPane || source || document.visibilityState === 'hidden') return;
    source = new EventSource('/desk/events');
    source.addEventListener('ready', () => void tell());
    for (const name of ['cases', 'presence']) source.addEventListener(name, (event) => document.dispatchEvent(new CustomEvent(name === 'cases' ? 'desk:changed' : 'desk:presence', { detail: JSON.parse(event.data) })));
    source.addEventListener('ended', signedOut);
    source.addEventListener('error', () => { if (source?.readyState === EventSource.CLOSED) { source = null; setTimeout(listen, 5000); } });
  };
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
      sayGone();
      source?.close();
      source = null;
    } else {
      void sayHere();
      listen();
    }
  });

  // ── The case that is shown, from now on or after an action.
  const focusOutcome = () => {
    const outcome = host.querySelector('.conflict, .error-summary, #notice');
    if (!outcome) return false;
    outcome.tabIndex = -1;
    outcome.focus();
    return true;
  };
  const countDown = () => {
    for (const form of host.querySelectorAll('.undo[data-seconds]')) {
      const { wordLeft } = article().dataset;
      setTimeout(() => {
        if (!form.isConnected) return;
        if (form.contains(document.activeElement)) host.querySelector('#case-title').focus();
        form.replaceChildren(Object.assign(document.createElement('span'), { className: 'hint', textContent: wordLeft }));
      }, Number(form.dataset.seconds) * 1000);
    }
  };
  const seen = async () => {
    const { case: id, number } = article().dataset;
    await post('/desk/worklist/seen', new URLSearchParams({ id })).catch(() => null);
    const row = document.querySelector(`.wl-row[data-number="${number}"]`);
    row?.classList.remove('wl-unread');
  };
  const arrive = () => {
    const number = article()?.dataset.number ?? '';
    if (number !== there) {
      sayGone();
      there = number;
      typedAt = 0;
      if (number) restoreDrafts(number);
    }
    if (!number) return;
    countDown();
    void seen();
    for (const button of host.querySelectorAll('.case-help')) button.addEventListener('click', () => help.showModal());
    void sayHere();
  };
  /** Puts a page of the same case in the place of the shown one. */
  const put = (page) => {
    drafts.delete(there);
    host.replaceChildren(...page.childNodes);
    host.scrollTop = 0;
    if (!focusOutcome()) host.querySelector('#case-title')?.focus();
  };

  // ── Forms of the pane leave the list where it is.
  let leaving = false;
  host.addEventListener('submit', (event) => {
    leaving = true;
    if (!inPane) return;
    event.preventDefault();
    void submit(event.target, event.submitter);
  });
  const submit = async (form, button) => {
    const shown = article();
    const body = new URLSearchParams(new FormData(form, button));
    const buttons = [...form.querySelectorAll('button')];
    for (const one of buttons) one.disabled = true;
    const answer = await post(form.getAttribute('action'), body).catch(() => null);
    for (const one of buttons) one.disabled = false;
    if (!answer) return void box(paragraph(shown.dataset.wordOffline));
    if (answer.status === 401) return signedOut();
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('case-page');
    if (article() !== shown) return undefined;
    if (page) put(page);
    else if (answer.status >= 500) box(paragraph(shown.dataset.wordOffline));
    else window.location.assign(address(shown.dataset.number));
    return undefined;
  };
  window.addEventListener('beforeunload', (event) => { if (!leaving && dirtyForms().length > 0) event.preventDefault(); });

  // ── The list one came from: its order, and the way back.
  const LIST = 'desk-list';
  const list = () => JSON.parse(sessionStorage.getItem(LIST) ?? 'null');
  const rows = () => [...document.querySelectorAll('.wl-row')];
  if (inPane) {
    const keep = () => sessionStorage.setItem(LIST, JSON.stringify({ numbers: rows().map((row) => row.dataset.number), href: window.location.pathname + window.location.search }));
    keep();
    window.addEventListener('pagehide', keep);
  } else {
    const { numbers = [], href = '' } = list() ?? {};
    const at = numbers.indexOf(article()?.dataset.number);
    if (href.startsWith('/desk/worklist')) host.querySelector('.case-list').href = href;
    for (const [name, number] of [['previous', numbers[at - 1]], ['next', at < 0 ? undefined : numbers[at + 1]]]) {
      const link = host.querySelector(`.case-${name}`);
      if (!number) continue;
      link.href = address(number);
      link.hidden = false;
    }
  }
  const step = (by) => {
    if (!inPane) return host.querySelector(by > 0 ? '.case-next:not([hidden])' : '.case-previous:not([hidden])')?.click();
    const all = rows();
    const next = all[all.findIndex((row) => row.dataset.number === article().dataset.number) + by];
    next?.scrollIntoView({ block: 'nearest' });
    return next?.querySelector('.wl-link').click();
  };

  // ── Keys, by their place on the keyboard. Switched off together with those of the list (WCAG 2.1.4).
  const keysOn = document.getElementById('keys-on');
  if (!inPane) {
    keysOn.checked = localStorage.getItem('desk-keys') !== 'off';
    keysOn.addEventListener('change', () => localStorage.setItem('desk-keys', keysOn.checked ? 'on' : 'off'));
  }
  const LETTERS = { KeyT: 't', KeyD: 'd', KeyA: 'a', KeyN: 'n', KeyL: 'l', KeyE: 'e', KeyF: 'f', KeyU: 'u' };
  const begin = (letter) => {
    const target = host.querySelector(`[data-key="${letter}"]`);
    if (!target) return;
    if (target.matches('button')) return void target.form.requestSubmit(target);
    target.open = true;
    // A template is a help, not what the form asks for.
    const field = letter === 'l' ? target.querySelector('summary') : [...target.querySelectorAll(FIELDS)].find((candidate) => !candidate.closest('.answer-picker'));
    field?.focus();
    field?.scrollIntoView({ block: 'nearest' });
  };
  let asking = false;
  const ask = () => {
    begin('a');
    asking = true;
  };
  const shut = (details) => {
    details.open = false;
    details.querySelector('summary').focus();
  };
  /** Out of the field, out of the form, out of the case. */
  const escape = (event) => {
    const inside = event.target.closest?.('.act[open], .letter[open]');
    if (isField(event.target) && inside) return void inside.querySelector('summary').focus();
    const open = inside ?? [...host.querySelectorAll('.act[open], .letter[open]')].at(-1);
    if (open) return void shut(open);
    if (!inPane) return void host.querySelector('.case-list').click();
    return 'not-mine';
  };
  let going = 0;
  document.addEventListener('keydown', (event) => {
    if (!article() || event.isComposing || help.open) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && event.target.form?.matches('.act-form')) {
      event.preventDefault();
      const question = asking && event.target.form.querySelector('#answer-ask');
      return void event.target.form.requestSubmit(question || event.target.form.querySelector('button[type=submit]'));
    }
    if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem('desk-keys') === 'off') return;
    const here = host.contains(event.target) || document.activeElement === document.body;
    if (event.key === 'Escape') {
      if (!(inPane && !here) && escape(event) !== 'not-mine') {
        event.preventDefault();
        event.stopPropagation();
      }
      return;
    }
    if (isField(event.target)) return;
    if (!inPane && (event.key === '?' || (event.code === 'Slash' && event.shiftKey))) {
      event.preventDefault();
      return void help.showModal();
    }
    if (event.shiftKey) return;
    // «g, then a letter» belongs to the list.
    if (inPane && Date.now() - going < 1500) {
      going = 0;
      return;
    }
    if (event.code === 'KeyG') going = Date.now();
    if (event.code === 'KeyJ' || event.code === 'KeyK') {
      if (inPane && !host.contains(document.activeElement)) return;
      event.preventDefault();
      return void step(event.code === 'KeyJ' ? 1 : -1);
    }
    const letter = LETTERS[event.code];
    if (!letter && event.code !== 'KeyQ') return;
    event.preventDefault();
    asking = false;
    if (letter) begin(letter);
    else ask();
  }, true);

  // What the list puts into the pane, and what takes it out again.
  if (inPane) {
    let opened = '';
    new MutationObserver(() => {
      const number = article()?.dataset.number ?? '';
      // With the keys one goes on where one reads; a click leaves the focus in the list.
      if (number && number !== opened && document.activeElement === document.body) host.querySelector('#case-title').focus({ preventScroll: true });
      opened = number;
      arrive();
    }).observe(host, { childList: true });
  } else {
    const clean = new URL(window.location.href);
    if (clean.searchParams.delete('done') ?? true) history.replaceState(history.state, '', clean);
    if (!window.location.hash) focusOutcome();
  }
  arrive();
  listen();
})();
