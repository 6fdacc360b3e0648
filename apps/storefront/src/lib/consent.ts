/** The words a browser is asked with, by number: the log of consents keeps it. */

/** Another one as soon as the words of the section `consent` say something else: all are asked anew. */
export const CONSENT_WORDS = "1";
