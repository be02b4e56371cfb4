import { embedJson, escapeHtml } from './html.ts';
import type { PersonaToken } from './persona-token.ts';
import { addressOf, type WebAssets } from './web-assets.ts';

/** What the GraphiQL page shows. */
export interface GraphiqlPageModel {
  /** The operation in the editor at first, as text. */
  readonly operation: string;
  /** The operation's variables. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The personas to choose from; the first is chosen unless the address names another (`#persona=NAME`). */
  readonly personas: readonly PersonaToken[];
  /** The static files to refer to. */
  readonly assets: WebAssets;
}

const renderOption = ({ name }: PersonaToken): string => `<option value="${escapeHtml(name)}">${escapeHtml(name)}</option>`;

/** The page at `/graphiql`, as HTML. Development only: it holds the personas' tokens. */
export const renderGraphiqlPage = ({ operation, variables, personas, assets }: GraphiqlPageModel): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>GraphiQL – Resident Graph</title>
<link rel="icon" href="${addressOf(assets, 'icon.svg')}">
<link rel="stylesheet" href="${addressOf(assets, 'graphiql.min.css')}">
<link rel="stylesheet" href="${addressOf(assets, 'graphiql-page.css')}">
<script src="${addressOf(assets, 'react.production.min.js')}" defer></script>
<script src="${addressOf(assets, 'react-dom.production.min.js')}" defer></script>
<script src="${addressOf(assets, 'graphiql.min.js')}" defer></script>
<script src="${addressOf(assets, 'graphiql-start.js')}" defer></script>
</head>
<body>
<header class="caller">
<a href="/">Resident Graph</a>
<label for="persona">Ask as</label>
<select id="persona">
${personas.map(renderOption).join('\n')}
<option value="">nobody (no token)</option>
</select>
<p id="persona-description" aria-live="polite"></p>
</header>
<main id="graphiql"><p class="wait">Loading GraphiQL …</p><noscript><p class="wait">GraphiQL needs JavaScript.</p></noscript></main>
<script type="application/json" id="page-data">${embedJson({ operation, variables, personas })}</script>
</body>
</html>
`;
