import type { ContactDetailAttributes } from './contact-detail-attributes.ts';
import type { CapNumber, GrantNumber } from './decision-table.ts';
import type { ReadContext } from './read-context.ts';
import type { Subject } from './subject.ts';

/** What an explanation is about: who reads which row, and what else the decision rests on. */
export interface Judged {
  readonly subject: Subject;
  readonly row: ContactDetailAttributes;
  readonly context: ReadContext;
}

/** For whom an explanation is: governance learns everything, staff nothing about caps that hide, a resident a plain sentence. */
export type Audience = 'governance' | 'staff' | 'resident';

/** Who asks for an explanation. */
export interface Asker {
  readonly audience: Audience;
  /** Whether they see the row in full themselves, so that its attributes tell them nothing new; of governance it does not matter. */
  readonly seesWhole: boolean;
}

/** The grant that decided and the cap that lowered it; nulls where there was none. */
export interface Reason {
  readonly grant: GrantNumber | null;
  readonly cap: CapNumber | null;
}
