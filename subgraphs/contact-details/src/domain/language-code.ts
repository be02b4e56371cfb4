const languageNames = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/** Set aside by ISO 639-3 for private use: no language. */
const privateUse = /^q[a-t][a-z]$/u;

/**
 * Tells whether a text is a code of a language: two letters of ISO 639-1, or three of the form of ISO 639-3. That list has many that the
 * runtime has no name for, British Sign Language among them, so three letters are judged by their form.
 */
export const isLanguageCode = (text: string): boolean =>
  /^[a-z]{2}$/u.test(text) ? languageNames.of(text) !== undefined : /^[a-z]{3}$/u.test(text) && !privateUse.test(text);
