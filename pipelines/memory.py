"""The bound on the memory of a process that opens files from strangers."""

import resource

_MIB = 1 << 20


def bound_memory(mebibytes: int) -> None:
    """Bound what this process writes to, not its address space, of which Arrow reserves more than it uses."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = mebibytes * _MIB if hard == resource.RLIM_INFINITY else min(mebibytes * _MIB, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    # What a dying process leaves behind would hold names.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
