"""What a supervisor that was killed left behind is ended before the next one starts.

Its processes got SIGTERM from the kernel when it died; those that still run are waited for and
then killed, with everything in their sessions. Embedded servers are adopted, not ended.
"""

from signal import SIGKILL, SIGTERM

from ecomm_cli.home import HOME_VARIABLE, Home
from ecomm_cli.supervisor.state import State
from ecomm_cli.system.identity import ProcessIdentity, environment_value, session_members

PATIENCE = 5.0
"""Seconds a leftover has after SIGTERM."""


def end_leftovers(home: Home, *, patience: float = PATIENCE) -> list[str]:
    """End what the state file names and still runs; return the names. Call with the lock held."""
    ended = []
    for record in State.read(home.state).units.values():
        leader = record.identity
        if record.server or leader is None:
            continue
        members = _ours(leader, home)
        if not members:
            continue
        ended.append(record.name)
        if leader in members:
            leader.send(SIGTERM)
            leader.wait_gone(patience)
        for member in _ours(leader, home):
            member.send(SIGKILL)
            member.wait_gone(patience)
    return ended


def _ours(leader: ProcessIdentity, home: Home) -> list[ProcessIdentity]:
    """Return the leader and the processes of its session, as far as they are really ours.

    The leader is known by its start time. Where it is gone, its number may lead somebody else's
    session by now: then only processes count that were started for this home.
    """
    members = session_members(leader.pid)
    if leader in members:
        return members
    return [
        member
        for member in members
        if member.pid != leader.pid
        and environment_value(member.pid, HOME_VARIABLE) == str(home.path)
    ]
