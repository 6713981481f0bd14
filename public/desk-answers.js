// A template of an answer is put into its field without loading the page again; without this file the button does it through the server.
document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('[data-answer-into]');
  if (!button) return;
  event.preventDefault();
  const { form } = button;
  const text = form.querySelector(`#${button.dataset.answerInto}`);
  const answer = await fetch(`${button.dataset.answerFrom}?template=${form.elements.template.value}`, { headers: { 'hx-request': 'true' } }).catch(() => null);
  // Whatever goes wrong, the server can say it better.
  if (!answer?.ok) return void form.requestSubmit(Object.assign(button, { dataset: {} }));
  const filled = await answer.text();
  text.value = text.value.trim() ? `${text.value.trimEnd()}\n\n${filled}` : filled;
  text.focus();
  text.dispatchEvent(new Event('input', { bubbles: true }));
});
