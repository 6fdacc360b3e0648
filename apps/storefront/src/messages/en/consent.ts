/** What a browser is asked about statistics, and what becomes of the answer. English. Other words
 * need another version: see lib/consent.ts. */

export const consent = {
  title: "May we tell your visits apart?",
  counted: "We count what is looked at in this shop without knowing who looks.",
  agreeing:
    "If you agree, this browser gets a random number, so that we see how many people come back.",
  yours: "Nobody else gets it, and you can take it back at any time.",
  agree: "Agree",
  refuse: "Decline",
  privacy: "Privacy policy",
  choices: "Privacy choices",
  agreed: "You agreed on {0}. This browser has a random number.",
  refused: "You declined on {0}. Nothing tells this browser apart.",
  objected: "Your browser asks not to be followed, and we heed that: nothing tells it apart.",
  takeBack: "Take it back",
  save: "Save what is kept",
  saved: "The file holds all that is kept of this browser.",
  forgotten: "Taken back. What was counted no longer says that it was this browser.",
  close: "Close",
  failed: "That did not work. Try again in a moment.",
} as const;
