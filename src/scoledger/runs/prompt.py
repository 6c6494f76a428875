"""A client that waits for its kernel no longer than it must."""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from traitlets import Instance, Type

from scoledger.runs.watch import CellWatch, MeasuredChannel

#: Seconds between two looks at whether the kernel is still alive, and for which a first word of the kernel is waited
#: before it is asked again: what it said before our subscription reached it is lost.
LOOK, WORD = 1.0, 0.02
#: Milliseconds between two tries to reach a kernel that is still starting.
RECONNECT = 5


class PromptClient(AsyncKernelClient):
    """Is ready as soon as the kernel has answered on both channels.

    The stock client waits another fifth of a second for words that do not come, on every start, and a tenth between two
    tries to reach a kernel that does not listen yet.

    Parameters
    ----------
    watch : CellWatch, optional
        Told of everything that cells put out.
    """

    iopub_channel_class = Type(MeasuredChannel)
    watch = Instance(CellWatch, allow_none=True)

    def _context_default(self) -> zmq.asyncio.Context:
        context = super()._context_default()
        context.setsockopt(zmq.RECONNECT_IVL, RECONNECT)
        return context

    @property
    def iopub_channel(self) -> Any:
        """The channel of outputs."""
        channel = super().iopub_channel
        channel.watch = self.watch
        return channel

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - the stock signature
        """Wait until the kernel answers a request and its output reaches us.

        Raises
        ------
        RuntimeError
            If it dies or does not answer in time.
        """
        end = time.monotonic() + (timeout or float("inf"))
        while time.monotonic() < end:
            request = self.kernel_info()
            if await self._hears_reply(request) and await self._hears_output(request):
                return
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _hears_reply(self, request: str) -> bool:
        try:
            while True:
                message = await self.get_shell_msg(timeout=LOOK)
                if _answers(message, request):
                    self._handle_kernel_info_reply(message)
                    return True
        except Empty:
            return False

    async def _hears_output(self, request: str) -> bool:
        """Whether the last word on this request arrives: output that is sent later will, too."""
        try:
            while True:
                message = await self.get_iopub_msg(timeout=WORD)
                if _answers(message, request) and message["content"].get("execution_state") == "idle":
                    return True
        except Empty:
            return False


def _answers(message: dict[str, Any], request: str) -> bool:
    return bool(message["parent_header"].get("msg_id") == request)
