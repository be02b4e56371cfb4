import { ConfigurationError } from '@resident-graph/service-kit';
import { z } from 'zod';

/** Where a linked system stands in this deployment. */
export interface LinkAddress {
  /** The address of what the system holds of a person, with `{reference}` where its own reference goes. */
  readonly hrefTemplate: string;
  /** Answers 2xx while the system is up; without one nobody knows whether it is. */
  readonly healthUrl: string | null;
}

/** The addresses by the code of the system; a system without one has no links. */
export type LinkAddresses = ReadonlyMap<string, LinkAddress>;

const placeholder = '{reference}';

const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

const isAllowed = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && loopbackHosts.has(hostname));
};

/** The reference may stand behind the host only: whoever writes a reference must not choose where a link leads. */
const isTemplate = (text: string): boolean => {
  const [before = '', ...others] = text.split(placeholder);
  return others.length === 1 && isAllowed(text.replace(placeholder, 'x')) && /^https?:\/\/[^/?#]+[/?#]/u.test(before);
};

const origins = 'https, or http on the loopback address, without a user name';
const address = z.strictObject(
  {
    hrefTemplate: z.string().refine(isTemplate, { error: `expected one URL with ${placeholder} once behind its host; ${origins}` }),
    healthUrl: z
      .string()
      .refine(isAllowed, { error: `expected a URL; ${origins}` })
      .nullish(),
  },
  { error: 'expected hrefTemplate and healthUrl, and nothing else' },
);
const addresses = z.record(z.string(), address, { error: 'expected an object of systems by code' });

/**
 * Reads the file of addresses, JSON: code of the system to `hrefTemplate` and `healthUrl`.
 * @throws ConfigurationError with every problem, never with a value
 */
export const parseLinkAddresses = (text: string, knownCodes: readonly string[]): LinkAddresses => {
  const setting = 'PERSON_LINKED_SYSTEMS_FILE';
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new ConfigurationError([`${setting}: expected JSON`]);
  }
  const read = addresses.safeParse(content);
  if (!read.success) {
    throw new ConfigurationError(read.error.issues.map(({ path, message }) => `${[setting, ...path.map(String)].join('.')}: ${message}`));
  }
  const unknown = Object.keys(read.data).filter((code) => !knownCodes.includes(code));
  if (unknown.length > 0) throw new ConfigurationError([`${setting}: expected only codes of the registry of linked systems`]);
  return new Map(
    Object.entries(read.data).map(([code, { hrefTemplate, healthUrl }]) => [code, { hrefTemplate, healthUrl: healthUrl ?? null }]),
  );
};

/** The address of what a system holds under a reference. */
export const toHref = ({ hrefTemplate }: LinkAddress, reference: string): string =>
  hrefTemplate.split(placeholder).join(encodeURIComponent(reference));
