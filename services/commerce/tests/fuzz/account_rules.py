"""Refusals around accounts and teams that no schema can say."""

PROOF = {
    "wrong_password": "known to the database",
    "wrong_code": "known to an authenticator",
    "login_throttled": "guesses are counted",
    "two_factor_off": "the state of the account",
    "two_factor_on": "the state of the account",
    "not_enrolled": "the state of the account",
    "challenge_over": "given by the log-in",
    "just_sent": "one mail a minute",
    "already_verified": "the state of the account",
}
TEAM = {
    "last_owner": "the team as it is",
    "above_you": "the caller's own role",
    "already_member": "the team as it is",
    "already_invited": "open invitations",
    "too_many_invites": "open invitations",
    "has_account": "who has an account",
    "another_address": "whom the invitation was sent to",
    "own_factor_first": "the state of the caller's account",
    "just_sent": "one mail a minute",
    "not_found": "stores and people of the business",
    "conflict": "the owner is the owner already",
}
