/** The cookie with the code of the last link that was followed: the same for everybody who did. */
export const INVITED = "ecomm_invited";

/** A header of our own: the link is followed by this browser for the first time. */
export const FOLLOWED = "x-ecomm-followed";

/** A link counts for so long: 30 days, in seconds. */
export const INVITED_FOR = 30 * 86_400;

/** What a code looks like. */
export const CODE = /^[0-9a-z]{4,40}$/;
