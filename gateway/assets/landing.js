import { curlCommandOf, differingPaths, linesOf, summarise } from './describe-answer.js';

const { endpoint, operation, variables, personas } = JSON.parse(document.getElementById('page-data').textContent);
const body = JSON.stringify({ query: operation, variables });
const progress = document.getElementById('progress');
const runButton = document.getElementById('run');
const timeoutMs = 15_000;

const headersOf = (persona) => ({
  'content-type': 'application/json',
  authorization: `Bearer ${persona.token}`,
  ...persona.headers,
});

const findPersona = (name) => personas.find((persona) => persona.name === name);

const cards = [...document.querySelectorAll('[data-answer]')].map((element) => ({
  element,
  persona: findPersona(element.dataset.answer),
  part: (name) => element.querySelector(`[data-part="${name}"]`),
}));

const createElement = (tag, text, className = '') => {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = className;
  return element;
};

const ask = async (persona) => {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: headersOf(persona),
    body,
    signal: AbortSignal.timeout(timeoutMs),
  });
  const answer = await response.json().catch(() => {
    throw new Error(`The gateway answered with status ${response.status} and no JSON.`);
  });
  return { data: answer.data ?? null, ...(answer.errors === undefined ? {} : { errors: answer.errors }) };
};

const showState = (card, text, state) => {
  card.element.dataset.state = state;
  card.element.setAttribute('aria-busy', String(state === 'loading'));
  card.part('state').textContent = text;
  card.part('state').hidden = text === '';
};

const hideAnswer = (card) => {
  card.part('summary').hidden = true;
  card.part('json').hidden = true;
};

const showSummary = (card, { name, phones, equality }) => {
  const summary = card.part('summary');
  const isRefused = equality.startsWith('null');
  const phoneTerms = phones.map(({ value, area }) => createElement('dd', `${value} (${area})`, 'marked'));
  summary.replaceChildren(
    createElement('dt', 'Resident'),
    createElement('dd', name),
    createElement('dt', 'Phone'),
    ...(phoneTerms.length === 0 ? [createElement('dd', 'none that this caller may see')] : phoneTerms),
    createElement('dt', 'Equality answers'),
    createElement('dd', equality, isRefused ? 'refused' : ''),
  );
  summary.hidden = false;
};

const showJson = (card, answer, different) => {
  const json = card.part('json');
  const lines = linesOf(answer).map(({ text, path }) => {
    const isMarked = path !== null && different.has(path);
    return createElement(isMarked ? 'mark' : 'span', text, isMarked && path.startsWith('errors') ? 'line refused' : 'line');
  });
  json.replaceChildren(...lines);
  json.hidden = false;
};

const failureText = (error) => {
  if (error.name === 'TimeoutError') {
    return `No answer within ${timeoutMs / 1000} seconds. Run again, or look at the gateway's log.`;
  }
  return error instanceof TypeError ? 'The gateway could not be reached. Is it still running?' : error.message;
};

const showOutcome = (card, outcome, different) => {
  if (outcome.status === 'rejected') {
    showState(card, failureText(outcome.reason), 'failed');
    return false;
  }
  const summary = summarise(outcome.value);
  if (summary.problem === undefined) {
    showSummary(card, summary);
  }
  showState(card, summary.problem ?? '', summary.problem === undefined ? 'answered' : 'failed');
  showJson(card, outcome.value, different);
  return summary.problem === undefined;
};

const run = async () => {
  runButton.disabled = true;
  progress.textContent = 'Asking as three callers …';
  for (const card of cards) {
    hideAnswer(card);
    showState(card, 'Asking …', 'loading');
  }
  const outcomes = await Promise.allSettled(cards.map(({ persona }) => ask(persona)));
  const answers = outcomes.filter(({ status }) => status === 'fulfilled').map(({ value }) => value);
  const different = differingPaths(answers);
  const successes = cards.filter((card, index) => showOutcome(card, outcomes[index], different)).length;
  progress.textContent =
    successes === cards.length
      ? `${successes} answers; what differs between them is marked.`
      : `${cards.length - successes} of ${cards.length} callers got no answer; the reason stands in the column.`;
  runButton.disabled = false;
};

const copyText = async (text) => {
  if (navigator.clipboard !== undefined) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Browsers offer the clipboard only over https and on localhost; elsewhere the old command still works.
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  if (!isCopied) {
    throw new Error('The browser refused to copy.');
  }
};

const copyFor = async (button) => {
  const persona = findPersona(button.dataset.persona);
  const isToken = button.dataset.copy === 'token';
  const target = endpoint.startsWith('http') ? endpoint : new URL(endpoint, window.location.origin).href;
  const text = isToken ? persona.token : curlCommandOf({ endpoint: target, body, headers: headersOf(persona) });
  const what = isToken ? 'Token' : 'Curl command';
  try {
    await copyText(text);
    progress.textContent = `${what} of ${persona.name} copied.`;
    button.dataset.copied = 'true';
  } catch {
    progress.textContent = `${what} of ${persona.name} could not be copied; the token stands under "Show token".`;
    button.dataset.copied = 'false';
  }
};

runButton.addEventListener('click', run);
for (const button of document.querySelectorAll('button[data-copy]')) {
  button.addEventListener('click', () => copyFor(button));
  button.addEventListener('blur', () => delete button.dataset.copied);
}
run();
