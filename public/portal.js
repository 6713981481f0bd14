// Comforts only: every page works without this file.
(() => {
  const root = document.documentElement;
  root.classList.add('js');

  /** After a load or a swap, the focus goes to what is new: the first fault or the result. */
  const prepare = (scope) => {
    if (navigator.clipboard) for (const button of scope.querySelectorAll('[data-copy]')) button.hidden = false;
    scope.querySelector('[data-focus]')?.focus();
  };

  document.addEventListener('DOMContentLoaded', () => prepare(document));

  document.addEventListener('htmx:after:swap', () => {
    for (const note of document.querySelectorAll('.field-note')) {
      const input = document.getElementById(note.id.replace(/-note$/, ''));
      if (note.querySelector('.field-error')) input?.setAttribute('aria-invalid', 'true');
      else input?.removeAttribute('aria-invalid');
    }
    const certificate = document.getElementById('certificate');
    if (certificate && !certificate.dataset.prepared) {
      certificate.dataset.prepared = 'yes';
      prepare(certificate);
    }
  });

  // An upload that could not be sent in the background goes the plain way, with its button.
  document.addEventListener('htmx:error', () => root.classList.remove('js'));

  document.addEventListener('click', async (event) => {
    const button = event.target.closest?.('[data-copy]');
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    const label = button.innerHTML;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.innerHTML = label; }, 2000);
  });

  // Typing into a field of a choice makes the choice.
  document.addEventListener('input', (event) => {
    const radio = document.getElementById(event.target.dataset?.chooses ?? '');
    if (radio) radio.checked = true;
  });

  // A second press while the first is under way is not sent; the server would answer it with the same case anyway.
  document.addEventListener('submit', (event) => {
    if (!event.target.matches('[data-once]')) return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = 'yes';
  });
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('[data-once]')) delete form.dataset.sent;
  });

  for (const type of ['dragover', 'dragleave', 'drop']) {
    document.addEventListener(type, (event) => {
      const zone = document.querySelector('[data-dropzone]');
      if (!zone || !event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      zone.classList.toggle('dragging', type === 'dragover');
      const input = zone.querySelector('input[type=file]');
      if (type !== 'drop' || !input || event.dataTransfer.files.length === 0) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
  }
})();
