"""Refusals of teams and invites."""

from ecomm_core.errors import Conflict, Forbidden


class AlreadyInvited(Conflict):
    """Somebody was asked already and has not answered."""

    code = "already_invited"
    message = "This person has been invited already. Send the invitation again instead."


class TooManyInvites(Conflict):
    """Too many people have been asked and have not answered."""

    code = "too_many_invites"
    message = "There are 100 open invitations. Revoke some first."


class EmailUnverified(Forbidden):
    """The caller's own address has not been confirmed."""

    code = "email_unverified"
    message = "Confirm your own e-mail address first. We can send you the mail again."


class HasAccount(Conflict):
    """The invited address has an account: its owner signs in to accept."""

    code = "has_account"
    message = "You have an account already. Sign in to accept the invitation."


class AnotherAddress(Forbidden):
    """The invitation is for another address than that of the signed-in user."""

    code = "another_address"
    message = "This invitation was sent to another e-mail address. Sign in with that one."


class OwnFactorFirst(Conflict):
    """Who asks everybody for a second factor has one."""

    code = "own_factor_first"
    message = "Turn on two-factor authentication for yourself first."


class RoleNameTaken(Conflict):
    """Another role has this name."""

    code = "role_name_taken"
    message = "Another role has this name."


class TooManyRoles(Conflict):
    """Nobody tells so many roles apart."""

    code = "too_many_roles"
    message = "There are 50 custom roles. Delete some first."


class RoleHeld(Conflict):
    """Somebody holds the role; details say how many members and open invitations."""

    code = "role_held"
    message = "Somebody holds this role. Say which role replaces it."

    def __init__(self, members: int = 0, invites: int = 0) -> None:
        super().__init__(
            details=[
                {
                    "field": None,
                    "code": self.code,
                    "message": self.message,
                    "members": members,
                    "invites": invites,
                }
            ]
        )
