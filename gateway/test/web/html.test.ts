import { expect, test } from 'vitest';
import { embedJson, escapeHtml } from '../../src/web/html.ts';

test.each([
  ['<b>', '&lt;b&gt;'],
  ['"\'&', '&quot;&#39;&amp;'],
  ['Siobhán', 'Siobhán'],
])('%s as HTML is %s', (text, html) => {
  expect(escapeHtml(text)).toBe(html);
});

test.each(['</script><script>alert(1)</script>', '<!--', 'a\u2028b\u2029c', 'O’Neil & "Sons"'])(
  '%j cannot leave its script block',
  (text) => {
    const json = embedJson({ text });
    expect(json).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(json)).toEqual({ text });
  },
);
