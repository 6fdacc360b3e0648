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
LEAVING = {
    "still_needed": "the business as it is",
    "closes_businesses": "the business as it is",
}
_ROLE_ID = "the id of one of the business's roles goes with `custom`, and with it alone"
_ROLE = {
    "permissions": "each with those it needs",
    "permissions.*": "a list of names, which the API tells",
}
FIELDS = {
    "team_invite": {
        "email": "special-use domains get no mail",
        "store_ids": "an owner enters every store",
        "role_id": _ROLE_ID,
    },
    "team_update_member": {"store_ids": "an owner enters every store", "role_id": _ROLE_ID},
    "team_create_role": _ROLE,
    "team_update_role": _ROLE,
    "team_delete_role": {
        "replace_by": "an owner is made by handing over",
        "replace_by_id": _ROLE_ID,
    },
    "api_keys_create_key": {
        "scopes.*": "a list of names, which the API tells",
        "expires_at": "in the future",
    },
}
TEAM = {
    "last_owner": "the team as it is",
    "above_you": "the caller's own role",
    "already_member": "the team as it is",
    "already_invited": "open invitations",
    "role_name_taken": "roles of the business",
    "role_held": "who holds the role",
    "too_many_roles": "roles of the business",
    "too_many_invites": "open invitations",
    "has_account": "who has an account",
    "another_address": "whom the invitation was sent to",
    "own_factor_first": "the state of the caller's account",
    "just_sent": "one mail a minute",
    "not_found": "stores and people of the business",
    "conflict": "the owner is the owner already",
}

BY_LINK = (
    "auth_verify_email",
    "auth_reset_password",
    "auth_look_at_invite",
    "auth_accept_invite",
    "auth_join_by_invite",
    "carts_recover",
    "carts_unsubscribe",
    "customers_verify_email",
    "customers_reset_password",
    "subscribers_confirm",
)
"""What the link of a mail is for."""
