/** What `npm start` says once it is ready: where it listens, what to open and what to paste. */
export const welcome = (facts: { readonly url: string; readonly imported: number; readonly isDevelopment: boolean }): string =>
  [
    '',
    `Resident Graph listens on ${facts.url}`,
    ...(facts.imported > 0
      ? [`The data folder was empty: ${facts.imported} invented residents of samples/residents.csv are in it now.`]
      : []),
    ...(facts.isDevelopment
      ? [
          '',
          `Open   ${facts.url}/            one query, three callers, three answers`,
          `Open   ${facts.url}/graphiql    the schema and your own queries, with a persona's token`,
          `Paste  curl -s ${facts.url}/graphql -H "authorization: Bearer $(npm run -s token -- --persona housing-officer)" \\`,
          `         -H 'content-type: application/json' -d '{"query":"{ searchPersons(searchText: \\"Amara Okafor\\") { total results { person { forename surname } } } }"}'`,
        ]
      : [`The endpoint is POST ${facts.url}/graphql.`]),
    '',
    '',
  ].join('\n');
