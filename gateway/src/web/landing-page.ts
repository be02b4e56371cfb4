import { embedJson, escapeHtml } from './html.ts';
import { renderCallerSections } from './landing-page-callers.ts';
import type { PersonaToken } from './persona-token.ts';
import { addressOf, type WebAssets } from './web-assets.ts';

/** What the landing page shows. */
export interface LandingPageModel {
  /** The GraphQL endpoint's address, absolute where it is known. */
  readonly endpoint: string;
  /** The example operation, as text. */
  readonly operation: string;
  /** The example operation's variables. */
  readonly exampleVariables: Readonly<Record<string, unknown>>;
  /** The personas with their tokens; null in production. */
  readonly personas: readonly PersonaToken[] | null;
  /** Whether `/graphiql` answers. */
  readonly hasGraphiql: boolean;
  /** The static files to refer to. */
  readonly assets: WebAssets;
}

const concepts: readonly (readonly [string, string])[] = [
  ['Person', 'A resident or other contact of the council. One person, whatever service knows them.'],
  ['Contact detail', 'One way to reach a person: a phone, an email or an address. The service area that recorded it owns it.'],
  ['Service area', 'A part of the council, such as housing or social care.'],
  ['Acting area', 'The one service area that a caller speaks for in a request. Rights of several areas are never added up.'],
  ['Role', 'What a caller may do in the acting area, such as contact:read or equality:read.'],
  [
    'Equality information',
    'A person’s answers to the monitoring questions. Only callers with a role for them see those; languages and communication needs are for any officer who serves the person.',
  ],
];

const renderConcept = ([term, meaning]: readonly [string, string]): string =>
  `<div><dt>${escapeHtml(term)}</dt><dd>${escapeHtml(meaning)}</dd></div>`;

const renderLinks = ({ endpoint, hasGraphiql, personas }: LandingPageModel): string => {
  const sandbox = `https://studio.apollographql.com/sandbox/explorer?endpoint=${encodeURIComponent(endpoint)}`;
  const links = [
    ...(personas === null ? [] : ['<a href="#answers">Three answers</a>', '<a href="#personas">Personas</a>']),
    ...(hasGraphiql ? ['<a href="/graphiql">GraphiQL</a>'] : []),
    ...(hasGraphiql && endpoint.startsWith('http')
      ? [
          `<a id="sandbox-link" href="${escapeHtml(sandbox)}" rel="noreferrer noopener" target="_blank">Apollo Sandbox (new tab, needs the internet)</a>`,
        ]
      : []),
    '<a href="#concepts">Concepts</a>',
  ];
  return links.map((link) => `<li>${link}</li>`).join('');
};

const renderProductionHint = (endpoint: string): string => `<section aria-labelledby="ask-heading">
<h2 id="ask-heading">Ask it</h2>
<p>Send GraphQL operations by POST to <code>${escapeHtml(endpoint)}</code> with a bearer token of your organisation’s identity
provider. Without a token every operation is refused with the code UNAUTHENTICATED.</p>
</section>`;

/** The page at `/`, as HTML. Only with personas does it hold tokens and a script that asks the example query. */
export const renderLandingPage = (model: LandingPageModel): string => {
  const { assets, endpoint, exampleVariables, operation, personas } = model;
  const data = { endpoint, operation, variables: exampleVariables, personas };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Resident Graph</title>
<link rel="icon" href="${addressOf(assets, 'icon.svg')}">
<link rel="stylesheet" href="${addressOf(assets, 'landing.css')}">
<link rel="stylesheet" href="${addressOf(assets, 'landing-answers.css')}">
${personas === null ? '' : `<script type="module" src="${addressOf(assets, 'landing.js')}"></script>`}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="masthead">
<div class="page">
<p class="name">Resident Graph</p>
<h1>One record of a resident for every council service</h1>
<p class="lead">Housing, social care, benefits and the others each know something about the same resident. Resident Graph keeps
it once and answers one GraphQL query for all of them: people, how to reach them, equality information and search.</p>
<nav aria-label="On this page"><ul>${renderLinks(model)}</ul></nav>
</div>
</header>
<main id="main" class="page">
<section class="rule" aria-labelledby="rule-heading">
<h2 id="rule-heading">The rule it exists for</h2>
<p>Contact details belong to the service area that recorded them. Another service area does not see them without the
person’s explicit consent: not in an answer, not in a count, not in an error.</p>
</section>
${personas === null ? renderProductionHint(endpoint) : renderCallerSections({ operation, exampleVariables, personas, endpoint })}
<section id="concepts" aria-labelledby="concepts-heading">
<h2 id="concepts-heading">Concepts</h2>
<dl class="concepts">${concepts.map(renderConcept).join('')}</dl>
<p>More about each, and how to run this elsewhere, stands in <code>README.md</code> of the project.</p>
</section>
</main>
<footer class="page"><p>${personas === null ? '' : 'A development server; its personas are invented. '}The endpoint is
<code>${escapeHtml(endpoint)}</code>.</p></footer>
${personas === null ? '' : `<script type="application/json" id="page-data">${embedJson(data)}</script>`}
</body>
</html>
`;
};
