// Boxes beside the steps of a checklist; what is ticked stays in this browser. Without this file the steps are a plain list.
(() => {
  const list = document.querySelector('[data-checklist]');
  const steps = list ? [...list.querySelectorAll('[data-step]')] : [];
  if (steps.length === 0) return;
  const say = JSON.parse(list.dataset.words);
  const fill = (text, values) => text.replace(/\[(\w+)\]/g, (_, name) => values[name]);
  const key = `certdesk-steps:${list.dataset.checklist}`;

  // A browser may forbid keeping anything; then ticks live as long as the page.
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? '[]');
      return new Set(Array.isArray(kept) ? kept : []);
    } catch {
      return new Set();
    }
  };
  const keep = (done) => {
    try {
      if (done.size > 0) localStorage.setItem(key, JSON.stringify([...done]));
      else localStorage.removeItem(key);
    } catch { /* see above */ }
  };

  const bar = document.createElement('div');
  bar.className = 'steps-progress no-print';
  const words = document.createElement('p');
  words.setAttribute('role', 'status');
  const progress = document.createElement('progress');
  progress.max = steps.length;
  progress.setAttribute('aria-label', say.label);
  const again = document.createElement('button');
  again.type = 'button';
  again.className = 'btn btn-link btn-sm';
  again.textContent = say.reset;
  bar.append(words, progress, again);
  list.prepend(bar);

  const boxes = steps.map((step, index) => {
    const label = document.createElement('label');
    label.className = 'step-box no-print';
    const box = document.createElement('input');
    box.type = 'checkbox';
    const text = document.createElement('span');
    text.textContent = say.box;
    const which = document.createElement('span');
    which.className = 'visually-hidden';
    which.textContent = fill(say.which, { step: index + 1 });
    text.append(which);
    label.append(box, text);
    step.prepend(label);
    return box;
  });

  const show = () => {
    const done = boxes.filter((box) => box.checked).length;
    steps.forEach((step, index) => step.classList.toggle('step-done', boxes[index].checked));
    progress.value = done;
    words.textContent = fill(done === steps.length ? say.all : say.some, { done, steps: steps.length });
    again.hidden = done === 0;
  };
  const change = () => {
    keep(new Set(steps.filter((_, index) => boxes[index].checked).map((step) => step.dataset.step)));
    show();
  };

  const done = read();
  steps.forEach((step, index) => { boxes[index].checked = done.has(step.dataset.step); });
  list.addEventListener('change', change);
  again.addEventListener('click', () => {
    for (const box of boxes) box.checked = false;
    change();
    boxes[0].focus();
  });
  show();
})();
