import { ProblemCollector } from '@resident-graph/service-kit';
import { describe, expect, it } from 'vitest';
import { readEmail } from './read-email.ts';

const read = (value: string | null | undefined) => {
  const problems = new ProblemCollector('input');
  return { email: readEmail(value, problems), problems: problems.problems };
};

describe('an email address (domain-write.md 3.2)', () => {
  it.each([
    ['a.b@c.com', 'a.b@c.com'],
    ['  Ann.Lovelace@Example.ORG ', 'Ann.Lovelace@example.org'],
    ["o'shea+post@example.org", "o'shea+post@example.org"],
    ['ann@bücher.example', 'ann@xn--bcher-kva.example'],
    ['ann@mail.example.co.uk', 'ann@mail.example.co.uk'],
    [`${'a'.repeat(242)}@example.org`, `${'a'.repeat(242)}@example.org`],
  ])('%s is %s', (value, email) => {
    expect(read(value)).toEqual({ email, problems: [] });
  });

  it.each([
    'ann',
    '@example.org',
    'ann@',
    'ann@example',
    'a@b@example.org',
    'ann @example.org',
    'ann@exa mple.org',
    'ann@example..org',
    '.ann@example.org',
    'ann@example.org/path',
    'ann@exa%6dple.org',
    'ann@example.org:25',
    'ann@127.0.0.1',
    'ann@[127.0.0.1]',
    'Ann <ann@example.org>',
    '<b>@example.org',
    'ann&#64;@example.org',
    'mailto:ann@example.org',
    'ann@example.org, bob@example.org',
    'ann@example.org Daughter',
    `${'a'.repeat(243)}@example.org`,
    `${'a@'.repeat(50_000)}example.org`,
  ])('%s is refused with W40', (value) => {
    expect(read(value)).toEqual({
      email: null,
      problems: [{ path: 'input.value', code: 'W40', message: 'Expected an email address, such as name@example.org.' }],
    });
  });

  it.each([null, undefined, '', '  '])('%j is required', (value) => {
    expect(read(value)).toEqual({
      email: null,
      problems: [{ path: 'input.value', code: 'REQUIRED', message: 'Expected an email address.' }],
    });
  });
});
