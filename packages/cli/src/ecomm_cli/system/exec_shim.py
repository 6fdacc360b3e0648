"""Become another program that dies with its parent (Linux PR_SET_PDEATHSIG).

Run by path with `python -I -S`, so it imports nothing of ours:
`exec_shim.py PARENT_PID SIGNAL UID|- GID|- PROGRAM [ARGUMENT…]`.
The user is changed before the death signal is set, because changing it clears the signal.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Set user and death signal, make sure the parent still lives, then exec."""
    parent, signal_name, uid, gid, *command = sys.argv[1:]
    if uid != "-":
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, signal.Signals[signal_name].value, 0, 0, 0) != 0:
        sys.exit(f"prctl(PR_SET_PDEATHSIG) failed: {os.strerror(ctypes.get_errno())}")
    if os.getppid() != int(parent):
        sys.exit("the process that started this one is gone")
    try:
        os.execvp(command[0], command)  # noqa: S606 - becoming the program is the purpose
    except OSError as error:
        sys.exit(f"cannot start {command[0]}: {error.strerror}")


main()
