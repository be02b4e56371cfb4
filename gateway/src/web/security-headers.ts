/** Response headers by name. */
export type ResponseHeaders = Readonly<Record<string, string>>;

const policyText = (directives: Readonly<Record<string, string>>): string =>
  Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');

const landingPageDirectives = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self'",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

const pageHeaders: ResponseHeaders = {
  // Development pages hold tokens, and a page must never outlive the version that rendered it.
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Headers of the landing page: scripts and styles from this origin only, nothing inline. */
export const landingPageHeaders: ResponseHeaders = { ...pageHeaders, 'content-security-policy': policyText(landingPageDirectives) };

/** Headers of the GraphiQL page. */
export const graphiqlPageHeaders: ResponseHeaders = {
  ...pageHeaders,
  'content-security-policy': policyText({
    ...landingPageDirectives,
    // GraphiQL's editor, menus and animations write style elements while they run. Scripts stay confined to this origin.
    'style-src': "'self' 'unsafe-inline'",
    // Its fonts and pictures are data addresses inside its own style sheet.
    'font-src': 'data:',
    'img-src': "'self' data:",
  }),
};

/** Headers of static files, besides caching. */
export const assetHeaders: ResponseHeaders = {
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};
