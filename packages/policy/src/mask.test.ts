import { describe, expect, test } from 'vitest';
import { isMaskShape, maskValue } from './mask.ts';

const bullets = '••••••••';

describe('masks', () => {
  test.each([
    ['PHONE', '+447700900123', `${bullets}23`],
    ['PHONE', '+44 (0)7700 900 1 2 ', `${bullets}12`],
    ['PHONE', '116123 Daughter', `${bullets}23`],
    ['PHONE', '999', `${bullets}99`],
    ['PHONE', '12', bullets],
    ['PHONE', '٠١٢٣٤٥', bullets],
    ['PHONE', '', bullets],
    ['PHONE', null, bullets],
    ['EMAIL', 'ada.quill@example.org', 'a...@...'],
    ['EMAIL', 'Ösk@example.org', 'Ö...@...'],
    ['EMAIL', '7@example.org', '7...@...'],
    ['EMAIL', '@example.org', '...@...'],
    ['EMAIL', '', '...@...'],
    ['EMAIL', null, '...@...'],
    ['ADDRESS', '1 Invented Street, E8 1AA', 'address held'],
    ['ADDRESS', null, 'address held'],
    ['PIGEON', 'coo', ''],
    ['constructor', 'coo', ''],
    ['', 'coo', ''],
  ])('%s %j is masked as %j, which has the shape of a mask', (contactType, value, mask) => {
    expect(maskValue(contactType, value)).toBe(mask);
    expect(isMaskShape(contactType, mask)).toBe(true);
  });

  test.each([
    ['PHONE', '+447700900123'],
    ['PHONE', `${bullets}123`],
    ['PHONE', `${bullets}1`],
    ['PHONE', `•${bullets}12`],
    ['PHONE', `${bullets}12\n`],
    ['PHONE', '12'],
    ['PHONE', 'a...@...'],
    ['PHONE', ''],
    ['EMAIL', 'ada.quill@example.org'],
    ['EMAIL', 'ad...@...'],
    ['EMAIL', 'a...@...org'],
    ['EMAIL', 'a...@...\n'],
    ['EMAIL', ' ...@...'],
    ['EMAIL', `${bullets}12`],
    ['EMAIL', 'a@b'],
    ['EMAIL', ''],
    ['ADDRESS', '1 Invented Street'],
    ['ADDRESS', 'address held in E8'],
    ['ADDRESS', 'no address held'],
    ['ADDRESS', ''],
    ['PIGEON', 'coo'],
    ['PIGEON', `${bullets}12`],
    ['constructor', 'coo'],
  ])('%s %j has not the shape of a mask', (contactType, text) => {
    expect(isMaskShape(contactType, text)).toBe(false);
  });
});
