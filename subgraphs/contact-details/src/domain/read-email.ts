import { domainToASCII } from 'node:url';
import type { ProblemCollector } from '@resident-graph/service-kit';
import { z } from 'zod';

/** RFC 5321: a path is at most 256 octets with its brackets. */
const longest = 254;
const address = z.email();

/** Labels of letters and digits of any script. `domainToASCII` alone would cut off a path and decode percent signs. */
const domainName = /^[\p{L}\p{M}\p{N}.-]+$/u;

const readDomain = (text: string): string => (domainName.test(text) ? domainToASCII(text).toLowerCase() : '');

/**
 * Reads an email address: trimmed, the domain in lower case and ASCII, at most 254 characters; W40 otherwise. The part before the @
 * keeps its case, which may matter to its host. Source: domain-write.md section 3.2.
 */
export const readEmail = (value: string | null | undefined, problems: ProblemCollector): string | null => {
  const text = (value ?? '').normalize('NFC').trim();
  if (text === '') {
    problems.add('value', 'REQUIRED', 'Expected an email address.');
    return null;
  }
  const at = text.lastIndexOf('@');
  const email = at > 0 && text.length <= longest ? `${text.slice(0, at)}@${readDomain(text.slice(at + 1))}` : '';
  if (email.length <= longest && address.safeParse(email).success) return email;
  problems.add('value', 'W40', 'Expected an email address, such as name@example.org.');
  return null;
};
