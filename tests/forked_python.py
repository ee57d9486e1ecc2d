"""What stands where a hook names its Python: `caseload` is run in a fork (tests/forks.py), all else by Python itself.

`python -IS forked_python.py DOOR PYTHON WORDS…` hands on its words, folder, environment and the files for its input
and outputs, waits, and ends as the fork has ended. It starts with each hook, so it imports next to nothing. Without
anybody behind the door, or where Python is to start otherwise than it did there, the real one takes its place.
"""

import _socket
import marshal
import os
import sys

_AT_START = ("PYTHON", "LC_", "LANG")  # as in tests/forks.py
_CASELOAD = (["-P", "-m", "caseload_tools"], ["-m", "caseload_tools"])


def main() -> None:
    """Ask, wait, end."""
    door, python, *words = sys.argv[1:]
    if words[:3] == _CASELOAD[0] or words[:2] == _CASELOAD[1]:
        asking = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
        asking.setsockopt(_socket.SOL_SOCKET, _socket.SO_SNDBUF, 1 << 20)
        try:
            asking.connect(door)
            files = b"".join(each.to_bytes(4, sys.byteorder) for each in (0, 1, 2))
            asked = marshal.dumps((words, os.getcwd(), dict(os.environ)))
            asking.sendmsg([asked], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, files)])
            told = asking.recv(32)
        except OSError:
            told = b""
        if told:
            os._exit(int(told) % 256)
    os.execv(python, [python, *words])


main()
