"""Whether submissions can be taken."""

from __future__ import annotations

from cvparser.domain.errors import StorageUnavailableError
from cvparser.ports.file_store import FileStore
from cvparser.ports.job_repository import JobReads


class CheckReadiness:
    """Looks at what a submission needs: jobs and files."""

    def __init__(self, *, jobs: JobReads, files: FileStore) -> None:
        self._jobs = jobs
        self._files = files

    async def __call__(self) -> bool:
        """Whether jobs and files can be reached now."""
        try:
            await self._jobs.newest(1)
            await self._files.check()
        except StorageUnavailableError:
            return False
        return True
