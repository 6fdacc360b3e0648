"""What API keys may be given here, for the kernel's endpoints (`ecomm_core.identity.keys`)."""

from typing import Final

from commerce.identity.invites import known_stores
from commerce.identity.permissions import TABLE, of_scope
from commerce.identity.scopes import SCOPES
from ecomm_core.identity.keys import KeyRules

RULES: Final = KeyRules(SCOPES, TABLE, of_scope, known_stores)
