/* global GraphiQL, React, ReactDOM */
(() => {
  const { operation, variables, personas } = JSON.parse(document.getElementById('page-data').textContent);
  const picker = document.getElementById('persona');
  const description = document.getElementById('persona-description');
  const root = ReactDOM.createRoot(document.getElementById('graphiql'));
  const fetcher = GraphiQL.createFetcher({ url: '/graphql' });
  const variablesText = JSON.stringify(variables, null, 2);

  // The history keeps the headers of each run, and with them tokens that expire soon: it lasts as long as the page.
  const pageOnlyKeys = new Set(['graphiql:queries', 'graphiql:favorites']);
  const pageOnly = new Map();
  const storage = {
    get length() {
      return window.localStorage.length;
    },
    getItem: (key) => (pageOnlyKeys.has(key) ? (pageOnly.get(key) ?? null) : window.localStorage.getItem(key)),
    setItem: (key, value) => (pageOnlyKeys.has(key) ? pageOnly.set(key, value) : window.localStorage.setItem(key, value)),
    removeItem: (key) => (pageOnlyKeys.has(key) ? pageOnly.delete(key) : window.localStorage.removeItem(key)),
    clear: () => {
      pageOnly.clear();
      window.localStorage.clear();
    },
  };

  /** The name of the persona that the address names, or null. The fragment is never sent to a server. */
  const nameInAddress = () => new URLSearchParams(window.location.hash.slice(1)).get('persona');

  const headersOf = (persona) => (persona === undefined ? {} : { authorization: `Bearer ${persona.token}`, ...persona.headers });

  const showAs = (name) => {
    const persona = personas.find((candidate) => candidate.name === name);
    picker.value = persona === undefined ? '' : persona.name;
    description.textContent = persona === undefined ? 'Every operation is refused without a token.' : persona.description;
    root.render(
      React.createElement(GraphiQL, {
        fetcher,
        storage,
        query: operation,
        variables: variablesText,
        // A changed value replaces the text of the headers editor, which stays free to edit.
        headers: JSON.stringify(headersOf(persona), null, 2),
        isHeadersEditorEnabled: true,
        defaultEditorToolsVisibility: 'headers',
        // Tokens stay out of the browser's storage.
        shouldPersistHeaders: false,
        showPersistHeadersSettings: false,
      }),
    );
  };

  picker.addEventListener('change', () => {
    window.history.replaceState(null, '', picker.value === '' ? '#' : `#persona=${encodeURIComponent(picker.value)}`);
    showAs(picker.value);
  });
  window.addEventListener('hashchange', () => showAs(nameInAddress()));
  showAs(nameInAddress() ?? personas[0]?.name);
})();
