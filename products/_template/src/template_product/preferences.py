"""What a business may choose."""

from typing import Annotated

from pydantic import Field

from ecomm_core.product import Preferences


class NotePreferences(Preferences):
    """Every field has a default."""

    tag: Annotated[str, Field(max_length=40)] = ""
    """Put on each product that got a note; empty: products stay as they are."""
