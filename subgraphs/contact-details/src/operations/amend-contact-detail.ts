import { ProblemCollector, type SignedCall } from '@resident-graph/service-kit';
import type { AmendContactDetailInput } from '../__generated__/schema-types.ts';
import { amendInBook } from '../domain/amend-in-book.ts';
import { assertVersion } from '../domain/change-contact-book.ts';
import { readDescription } from '../domain/read-contact-detail.ts';
import type { VisibleContactDetail } from '../domain/visible-contact-detail.ts';
import type { OperationParts } from './operation-parts.ts';
import { changeDetail } from './write-book.ts';

/**
 * Changes whether a detail of the acting area is current, the default, or how it is described; never its value.
 * @throws InputError NOT_FOUND, VERSION_CONFLICT, BAD_USER_INPUT with all problems, DUPLICATE_VALUE, LIMIT_REACHED; AuthorityError FORBIDDEN
 * for a row that is shown masked
 */
export const amendContactDetail = async (
  parts: OperationParts,
  input: AmendContactDetailInput,
  call: SignedCall,
): Promise<VisibleContactDetail | null> => {
  const { contactDetail } = await changeDetail(
    parts,
    {
      id: input.id,
      apply: ({ book, detail, mayName, circumstances }) => {
        assertVersion(detail, input.expectedVersion);
        const problems = new ProblemCollector('input');
        if (input.isDefault === true && !(input.isActive ?? detail.isActive)) {
          problems.add('isDefault', 'CONTRADICTION', 'Expected a current detail as the default, never a historic one.');
        }
        const description = readDescription(input.description, problems);
        problems.throwIfAny();
        const amendment = {
          ...(input.isActive == null ? {} : { isActive: input.isActive }),
          ...(input.isDefault == null ? {} : { isDefault: input.isDefault }),
          ...(input.description === undefined ? {} : { description }),
        };
        return amendInBook(book, { detail, amendment, teams: call.subject.teams, mayName }, circumstances);
      },
    },
    call,
  );
  return contactDetail;
};
