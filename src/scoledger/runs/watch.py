"""Limits of what a cell may take: time, and output."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.manager import AsyncKernelManager

#: Characters of output that a notebook may have; the longest of this book has a tenth.  Whoever prints more does not
#: mean it: a page would hold it, and every reader would load it.  It is not cut, since nobody would see that it was.
MOST_OUTPUT = 20_000_000
#: Characters that an output counts at least: a thousand empty ones are output too.
LEAST_EACH = 200
#: Seconds that a kernel has to end a cell after it was interrupted.
GRACE = 5.0
#: Messages of a kernel that become part of the notebook; the state of widgets does, in its metadata.
OUTPUTS = {"stream", "display_data", "execute_result", "update_display_data", "error", "comm_open", "comm_msg"}


class CellWatch:
    """Watches the cells of one notebook, and ends what passes a limit.

    Parameters
    ----------
    timeout : float or None
        Seconds that a cell may take.

    Attributes
    ----------
    manager : jupyter_client.manager.AsyncKernelManager or None
        Of the kernel, once there is one.
    cell : int or None
        Index of the cell under way, or of the last one.
    verdict : str
        What was too much, for the message; empty when nothing was.
    """

    def __init__(self, timeout: float | None) -> None:
        self.manager: AsyncKernelManager | None = None
        self.cell: int | None = None
        self.verdict = ""
        self._timeout = timeout
        self._size = 0
        self._tasks: list[asyncio.Task[None]] = []

    def begin(self, cell: Any, cell_index: int) -> None:
        """Note that a cell is handed to the kernel."""
        del cell
        self.cell = cell_index
        if self._timeout:
            self._tasks = [asyncio.ensure_future(self._end_in_time(self._timeout))]

    def end(self, **_: Any) -> None:
        """Note that the kernel has answered."""
        for task in self._tasks:
            task.cancel()

    def measure(self, message: dict[str, Any]) -> dict[str, Any]:
        """Count a message of the kernel; what is too much is not kept, and the kernel ends.

        Parameters
        ----------
        message : dict
            Of Jupyter's protocol.

        Returns
        -------
        dict
            The message, empty if the limit is passed.
        """
        if message["msg_type"] not in OUTPUTS:
            return message
        buffers = sum(memoryview(buffer).nbytes for buffer in message.get("buffers") or ())
        self._size += max(_length(message["content"]) + buffers, LEAST_EACH)
        if self._size <= MOST_OUTPUT:
            return message
        if not self.verdict:
            self.verdict = (
                f"the notebook has put out more than {MOST_OUTPUT // 1_000_000} million characters and was ended "
                "(print less, or write to a file)"
            )
            self._tasks.append(asyncio.ensure_future(self._kill()))
        return {**message, "msg_type": "status", "content": {"execution_state": "busy"}}

    async def _end_in_time(self, timeout: float) -> None:  # noqa: ASYNC109 - not a limit of this function
        await asyncio.sleep(timeout)
        if self.verdict or self.manager is None:
            return
        self.verdict = (
            f"it took longer than {timeout:g} seconds and was ended (allow it more with --timeout SECONDS, or leave "
            "the option out for no limit)"
        )
        await self.manager.interrupt_kernel()
        await asyncio.sleep(GRACE)
        await self._kill()

    async def _kill(self) -> None:
        if self.manager is not None:
            await self.manager.shutdown_kernel(now=True)


class MeasuredChannel(AsyncZMQSocketChannel):
    """The channel on which a kernel tells what its cells put out."""

    watch: CellWatch | None = None

    async def get_msg(self, *arguments: Any, **options: Any) -> dict[str, Any]:  # type: ignore[override]
        """Take the next message."""
        message: dict[str, Any] = await super().get_msg(*arguments, **options)
        return message if self.watch is None else self.watch.measure(message)


def _length(content: Any) -> int:
    """Characters of all texts in a content."""
    if isinstance(content, str):
        return len(content)
    if isinstance(content, Mapping):
        return sum(_length(item) for item in content.values())
    return sum(_length(item) for item in content) if isinstance(content, list) else 0
