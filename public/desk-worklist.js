// The worklist works without this file: it adds the reading pane, keys, selection and what happens meanwhile.
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  const list = document.getElementById('worklist');
  const pane = document.getElementById('pane');
  const cases = document.getElementById('cases');
  const live = document.getElementById('live');
  const wide = window.matchMedia('(min-width: 62rem)');
  const rows = () => [...document.querySelectorAll('.wl-row')];
  const linkOf = (row) => row?.querySelector('.wl-link');
  const current = () => document.activeElement?.closest?.('.wl-row') ?? document.querySelector('.wl-open');

  // ── The reading pane: where there is no room for it, links lead to the page of the case.
  const seen = (row) => {
    if (!row) return;
    row.classList.remove('wl-unread');
    row.querySelector('.wl-dot').textContent = '';
    void fetch('/desk/worklist/seen', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ id: row.dataset.id }) });
  };
  const mark = (number) => {
    for (const row of rows()) {
      const open = row.dataset.number === number;
      row.classList.toggle('wl-open', open);
      if (open) linkOf(row).setAttribute('aria-current', 'true');
      else linkOf(row).removeAttribute('aria-current');
      if (open) seen(row);
    }
  };
  const load = async (number) => {
    pane.dataset.number = number;
    mark(number);
    const answer = await fetch(`/desk/cases/${number}/pane`, { headers: { accept: 'text/html', 'hx-request': 'true' } }).catch(() => null);
    if (pane.dataset.number !== number) return;
    if (answer?.status === 401) return void window.location.assign(`/desk/cases/${number}`);
    if (answer?.ok) {
      pane.innerHTML = await answer.text();
      window.htmx?.process(pane);
    } else {
      const link = Object.assign(document.createElement('a'), { href: `/desk/cases/${number}`, textContent: list.dataset.wordPane });
      pane.replaceChildren(Object.assign(document.createElement('p'), { className: 'pane-wait' }));
      pane.firstChild.append(link);
    }
    pane.scrollTop = 0;
    document.dispatchEvent(new CustomEvent('desk:opened', { detail: { number } }));
  };
  const open = (row) => {
    if (!wide.matches) return void window.location.assign(linkOf(row).href);
    history.pushState({ open: row.dataset.number }, '', linkOf(row).dataset.pane);
    void load(row.dataset.number);
  };
  const close = () => {
    if (!pane.dataset.number) return;
    delete pane.dataset.number;
    pane.replaceChildren();
    mark('');
    const address = new URL(window.location.href);
    address.searchParams.delete('open');
    history.pushState({}, '', address);
  };
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('.wl-link');
    if (!link || !wide.matches || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link.closest('.wl-row'));
  });
  window.addEventListener('popstate', () => {
    const number = new URL(window.location.href).searchParams.get('open');
    const state = new URLSearchParams(window.location.search);
    state.delete('open');
    const shown = new URLSearchParams(list.dataset.state);
    shown.delete('open');
    // Without a view of its own the address means the list that is shown.
    if (state.has('view') && state.toString() !== shown.toString()) window.location.reload();
    else if (number) void load(number);
    else {
      delete pane.dataset.number;
      pane.replaceChildren();
      mark('');
    }
  });

  // ── Selection
  const picked = () => rows().filter((row) => row.querySelector('.wl-pick').checked);
  const showPicked = () => {
    const count = picked().length;
    document.getElementById('picked').hidden = count === 0;
    document.getElementById('picked-count').textContent = list.dataset.wordPicked + count;
    document.dispatchEvent(new CustomEvent('desk:picked', { detail: { ids: picked().map((row) => row.dataset.id) } }));
  };
  const unpick = () => {
    for (const row of picked()) row.querySelector('.wl-pick').checked = false;
    showPicked();
  };
  document.addEventListener('change', (event) => { if (event.target.matches('.wl-pick')) showPicked(); });
  document.getElementById('picked-none').addEventListener('click', unpick);

  // ── Keys, by their place on the keyboard: the Russian layout works too. They can be switched off (WCAG 2.1.4).
  const help = document.getElementById('help');
  const keysOn = document.getElementById('keys-on');
  keysOn.checked = localStorage.getItem('desk-keys') !== 'off';
  keysOn.addEventListener('change', () => localStorage.setItem('desk-keys', keysOn.checked ? 'on' : 'off'));
  document.getElementById('help-open').addEventListener('click', () => help.showModal());
  const step = (by) => {
    const all = rows();
    const at = all.indexOf(current());
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
    linkOf(next)?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  const VIEWS = { KeyM: 'mine', KeyN: 'untaken', KeyW: 'awaiting', KeyD: 'problem', KeyO: 'overdue', KeyA: 'all' };
  let going = 0;
  const actions = {
    KeyJ: () => step(1),
    KeyK: () => step(-1),
    KeyO: () => current() && open(current()),
    KeyX: () => current()?.querySelector('.wl-pick').click(),
    KeyB: () => picked().length > 0 && document.getElementById('picked-act')?.click(),
    KeyR: () => document.querySelector('.refresh').click(),
    KeyG: () => { going = Date.now(); },
    Slash: () => document.getElementById('wl-text').select(),
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open || !keysOn.checked) return;
    if (event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]')) {
      if (event.key === 'Escape') event.target.blur();
      return;
    }
    if (event.key === '?' || (event.code === 'Slash' && event.shiftKey)) {
      event.preventDefault();
      return help.showModal();
    }
    if (event.key === 'Escape') return picked().length > 0 ? unpick() : close();
    if (event.shiftKey) return undefined;
    const view = Date.now() - going < 1500 && VIEWS[event.code];
    going = 0;
    const action = view ? () => document.querySelector(`.views [data-view="${view}"]`).click() : actions[event.code];
    // In the pane its own keys count first.
    if (!action || event.defaultPrevented) return undefined;
    event.preventDefault();
    return action();
  });

  // ── What happens meanwhile. Rows change where they are; new ones are announced, nothing moves under the pointer.
  const fresh = new Set();
  const waiting = new Set();
  let missed = false;
  let asking = false;
  let asked = 0;
  const announce = () => {
    const link = document.querySelector('#news a');
    link.hidden = fresh.size === 0;
    link.textContent = fresh.size === 0 ? '' : list.dataset.wordFresh.replace('{n}', fresh.size);
  };
  const put = (row) => {
    const old = document.getElementById(row.id);
    if (!old) {
      if ('fresh' in row.dataset) fresh.add(row.dataset.id);
      else fresh.delete(row.dataset.id);
      return;
    }
    const focused = old.contains(document.activeElement) && (document.activeElement.matches('.wl-pick') ? '.wl-pick' : '.wl-link');
    row.querySelector('.wl-pick').checked = old.querySelector('.wl-pick').checked;
    old.replaceWith(row);
    if (focused) row.querySelector(focused).focus({ preventScroll: true });
    if (row.dataset.number === pane.dataset.number) {
      row.classList.add('wl-open');
      linkOf(row).setAttribute('aria-current', 'true');
      if (row.classList.contains('wl-unread')) paneChanged();
    }
  };
  /** What is read stays as it is until the reader asks: he may be writing. A case page that renews itself says so on its own. */
  const paneChanged = () => {
    if (pane.querySelector('.pane-news, [data-live]')) return;
    const box = Object.assign(document.createElement('div'), { className: 'pane-news' });
    box.setAttribute('role', 'status');
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: list.dataset.wordChanged });
    button.addEventListener('click', () => void load(pane.dataset.number));
    box.append(button);
    pane.prepend(box);
  };
  const ask = async () => {
    if (asking) return;
    asking = true;
    const ids = [...waiting];
    const shown = missed ? rows().map((row) => row.dataset.id) : [];
    const query = new URLSearchParams(list.dataset.state);
    for (const [name, value] of Object.entries({ ids: [...ids, ...shown].join(','), first: list.dataset.first, last: list.dataset.last, missed: missed ? '1' : '' })) if (value) query.set(name, value);
    query.delete('after');
    query.delete('before');
    waiting.clear();
    missed = false;
    try {
      const answer = await fetch(`/desk/worklist/changes?${query}`, { headers: { accept: 'text/html', 'hx-request': 'true' } });
      if (answer.status === 401 || answer.status === 403) return ended();
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const row of page.querySelectorAll('[data-rows] > .wl-row')) put(row);
      for (const counter of page.querySelectorAll('[data-counters] > li')) {
        const shownCount = document.querySelector(`.views [data-view="${counter.dataset.view}"] .count`);
        if (shownCount && shownCount.textContent !== counter.textContent) shownCount.textContent = counter.textContent;
      }
      announce();
      showPicked();
      asked = Date.now();
    } catch {
      missed = true;
      setTimeout(soon, 3000);
    } finally {
      asking = false;
      if (waiting.size > 0) soon();
    }
  };
  // At once, and then at most three times a second.
  let planned = 0;
  const soon = () => {
    clearTimeout(planned);
    planned = setTimeout(() => void ask(), Math.max(0, 350 - (Date.now() - asked)));
  };
  let source = null;
  const ended = () => {
    source?.close();
    source = null;
    live.innerHTML = '';
    const link = Object.assign(document.createElement('a'), { href: window.location.href, textContent: list.dataset.wordEnded });
    live.append(link);
  };
  const listen = () => {
    if (source || document.visibilityState === 'hidden') return;
    source = new EventSource('/desk/events');
    source.addEventListener('ready', () => { live.textContent = ''; missed = true; soon(); });
    source.addEventListener('cases', (event) => {
      const { ids } = JSON.parse(event.data);
      for (const id of ids) waiting.add(id);
      document.dispatchEvent(new CustomEvent('desk:changed', { detail: { ids } }));
      soon();
    });
    source.addEventListener('presence', (event) => document.dispatchEvent(new CustomEvent('desk:presence', { detail: JSON.parse(event.data) })));
    source.addEventListener('ended', ended);
    source.addEventListener('error', () => { if (source?.readyState === EventSource.CLOSED) { source = null; setTimeout(listen, 5000); } live.textContent = list.dataset.wordOffline; });
  };
  // A hidden screen holds no connection; when it is looked at again, it asks what it missed.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') return listen();
    source?.close();
    source = null;
    return undefined;
  });
  window.addEventListener('pagehide', () => source?.close());
  window.addEventListener('pageshow', (event) => { if (event.persisted) { source = null; listen(); } });

  // Time goes on by itself: what becomes late says so.
  setInterval(() => {
    for (const due of document.querySelectorAll('.due:not(.due-overdue)')) {
      if (Number(due.dataset.due) > Date.now()) continue;
      due.className = 'due due-overdue';
      due.textContent = due.dataset.late;
      missed = true;
    }
    if (missed && source) soon();
  }, 20_000);

  for (const details of document.querySelectorAll('.sorts, .keep'))
    details.addEventListener('focusout', (event) => { if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false; });

  listen();
  if (pane.dataset.number && wide.matches) void load(pane.dataset.number);
  if (cases) showPicked();
})();
