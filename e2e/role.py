"""Give somebody another role in their account: `python -m e2e.role TENANT USER ROLE`.

For journeys as staff or viewer. Roles are handed out by invitation, and until the dashboard invites
people only the database can. Runs against the installation that ECOMM_HOME names.
"""

import asyncio
import sys

from e2e.one_row import enter_home, update_one


async def give(tenant: str, user: str, role: str) -> None:
    """Change the one membership. Raises SystemExit when there is none."""
    await update_one(
        tenant,
        "update commerce.memberships set role = $3 "
        "where tenant_id = $1::uuid and user_id = $2::uuid",
        tenant,
        user,
        role,
    )


if __name__ == "__main__":
    enter_home()
    asyncio.run(give(*sys.argv[1:]))
