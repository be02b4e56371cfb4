import { escapeHtml } from './html.ts';
import type { PersonaToken } from './persona-token.ts';
import { type ExampleCaller, exampleCallers } from './three-callers.ts';

interface CallerSectionsModel {
  readonly operation: string;
  readonly exampleVariables: Readonly<Record<string, unknown>>;
  readonly personas: readonly PersonaToken[];
  readonly endpoint: string;
}

const renderActions = (persona: string): string => {
  const name = escapeHtml(persona);
  return `<p class="actions">
<button type="button" data-copy="token" data-persona="${name}" aria-label="Copy token of ${name}">Copy token</button>
<button type="button" data-copy="curl" data-persona="${name}" aria-label="Copy curl command as ${name}">Copy curl command</button>
<a href="/graphiql#persona=${encodeURIComponent(persona)}" aria-label="Open in GraphiQL as ${name}">Open in GraphiQL</a>
</p>`;
};

const renderAnswer = ({ persona, expectation }: ExampleCaller): string => {
  const id = `answer-${escapeHtml(persona)}`;
  return `<article class="answer" data-answer="${escapeHtml(persona)}" aria-labelledby="${id}">
<h3 id="${id}">${escapeHtml(persona)}</h3>
<p class="expectation">${escapeHtml(expectation)}</p>
<p class="state" data-part="state">Not asked yet.</p>
<dl class="summary" data-part="summary" hidden></dl>
<pre class="json" data-part="json" tabindex="0" role="region" aria-label="Answer to ${escapeHtml(persona)}" hidden></pre>
${renderActions(persona)}
</article>`;
};

const renderPersona = ({ name, description, token }: PersonaToken): string => `<li>
<h3>${escapeHtml(name)}</h3>
<p>${escapeHtml(description)}</p>
${renderActions(name)}
<details><summary>Show token<span class="unseen"> of ${escapeHtml(name)}</span></summary><code class="token">${escapeHtml(token)}</code></details>
</li>`;

/** The example with its three answers, and the list of personas, as HTML. A caller of the example without a persona is left out. */
export const renderCallerSections = ({ operation, exampleVariables, personas, endpoint }: CallerSectionsModel): string => {
  const names = new Set(personas.map(({ name }) => name));
  const callers = exampleCallers.filter(({ persona }) => names.has(persona));
  return `<section id="answers" aria-labelledby="answers-heading">
<h2 id="answers-heading">One query, three callers, three answers</h2>
<p>The same query about the same resident, asked just now by three members of staff. What differs is marked.</p>
<details class="query"><summary>The query and its variables</summary>
<pre class="json" tabindex="0" role="region" aria-label="The query">${escapeHtml(operation.trim())}</pre>
<pre class="json" tabindex="0" role="region" aria-label="The variables">${escapeHtml(JSON.stringify(exampleVariables, null, 2))}</pre>
</details>
<div class="run"><button type="button" id="run">Run again</button> <p id="progress" role="status" aria-live="polite"></p></div>
<noscript><p class="notice">Without JavaScript this page cannot ask. Send the query yourself: POST it to
<code>${escapeHtml(endpoint)}</code> with the header <code>authorization: Bearer TOKEN</code>, once with the token of each
persona below, and compare the answers with the sentences here.</p></noscript>
<div class="answers">
${callers.map(renderAnswer).join('\n')}
</div>
</section>
<section id="personas" aria-labelledby="personas-heading">
<h2 id="personas-heading">Personas</h2>
<p>Invented callers to try things as: members of staff, services and a resident. Send a token in the header <code>authorization: Bearer TOKEN</code>. Tokens
are short-lived; reload the page for fresh ones.</p>
<ul class="personas">
${personas.map(renderPersona).join('\n')}
</ul>
</section>`;
};
