# SPDX-License-Identifier: AGPL-3.0-or-later
"""PostgreSQL refuses to run as root: when we are root it runs as `nobody`.

Our folders may lie below one that only root may enter (a home folder, a test's temporary folder). Changing the modes of
folders that are not ours is no way out, so the process keeps one right of root's, to step over file modes
(CAP_DAC_OVERRIDE), as an ambient capability. Where the kernel does not grant that, it runs without it.
"""

from __future__ import annotations

import ctypes
import os
import pwd
from collections.abc import Callable
from pathlib import Path

from .errors import DevportalError

_PR_SET_KEEPCAPS, _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 8, 47, 2
_CAPABILITY_VERSION_3, _CAP_DAC_OVERRIDE = 0x20080522, 1


def is_root() -> bool:
    return os.geteuid() == 0


def owner() -> pwd.struct_passwd:
    """Whom PostgreSQL runs as."""
    try:
        return pwd.getpwnam("nobody") if is_root() else pwd.getpwuid(os.geteuid())
    except KeyError as error:
        raise DevportalError(
            f"PostgreSQL needs a user with a name, and number {os.geteuid()} has none: run this as another user"
        ) from error


def give(folder: Path) -> None:
    """Make a folder of ours that only PostgreSQL's user may enter (root always may)."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if is_root():
        os.chown(folder, owner().pw_uid, owner().pw_gid)
    folder.chmod(0o700)


def nothing() -> None:
    """What most children do between fork and exec."""


def before_exec() -> Callable[[], None]:
    """What a child of PostgreSQL's does between fork and exec."""
    if not is_root():
        return nothing
    person, libc = owner(), ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    bit = 1 << _CAP_DAC_OVERRIDE
    # effective, permitted, inheritable; twice, for capabilities 0-31 and 32-63
    sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)

    def become() -> None:
        libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
        os.setgroups([])
        os.setgid(person.pw_gid)
        os.setuid(person.pw_uid)
        if libc.capset(header, sets) == 0:
            libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)

    return become
