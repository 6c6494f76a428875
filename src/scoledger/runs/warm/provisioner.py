"""The kernel provisioner: what makes jupyter_client start warm kernels."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from scoledger.runs.warm.link import PROVISIONER, ForkedKernel, WarmKernelError
from scoledger.runs.warm.shared import shared_server

#: Name of the kernelspec that names the provisioner.
KERNELSPEC = "scoledger"
#: Variable that names the socket of the server to ask; without it, the one of this user is asked or started.
SERVER_VARIABLE = "SCOLEDGER_FORK_SERVER"
#: Seconds between two looks at a kernel that is to end.
LOOK = 0.005
#: Seconds for which the end of a killed kernel is waited for.
END = 1.0


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel by forking a process that has imported everything; a cold one where that cannot be."""

    kernel: ForkedKernel | None = None

    @property
    def has_process(self) -> bool:
        """Whether a kernel was started and has not been waited for."""
        return self.kernel is not None or super().has_process

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a kernel: warm, or cold with a word on why."""
        environment = {key: str(value) for key, value in (kwargs.get("env") or os.environ).items()}
        outputs = [kwargs[name] for name in ("stdout", "stderr") if hasattr(kwargs.get(name), "fileno")]
        cwd = str(kwargs.get("cwd") or Path.cwd())
        try:
            path = environment.pop(SERVER_VARIABLE, None) or await asyncio.to_thread(shared_server, environment)
            words = (Path(str(path)), _arguments(cmd), cwd, environment, outputs)
            self.kernel = await asyncio.to_thread(ForkedKernel, *words)
        except WarmKernelError as error:
            print(f"scoledger: starting a cold kernel, because {error}", file=sys.stderr)  # noqa: T201 - Jupyter's log
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.kernel.pid  # it leads a session of its own
        self.cwd = cwd
        return self.connection_info

    async def poll(self) -> int | None:
        """Exit status; None while the kernel is alive."""
        return self.kernel.poll() if self.kernel is not None else await super().poll()

    async def wait(self) -> int | None:
        """Wait until the kernel has ended."""
        if self.kernel is None:
            return await super().wait()
        status = await self._see_end(self.kernel)
        self.kernel = None
        return status

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and what it has started."""
        if self.kernel is None:
            await super().send_signal(signum)
        else:
            self.kernel.send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel, and see it end: the manager looks ten times a second, and a kernel ends in less."""
        if self.kernel is None:
            await super().kill(restart=restart)
            return
        self.kernel.send_signal(signal.SIGKILL)
        with contextlib.suppress(TimeoutError):  # then it is the manager's business
            await asyncio.wait_for(self._see_end(self.kernel), END)

    @staticmethod
    async def _see_end(kernel: ForkedKernel) -> int:
        while (status := kernel.poll()) is None:  # noqa: ASYNC110 - nothing but a look tells of its end
            await asyncio.sleep(LOOK)
        return status

    async def terminate(self, restart: bool = False) -> None:
        """Ask the kernel to end."""
        if self.kernel is None:
            await super().terminate(restart=restart)
        else:
            self.kernel.send_signal(signal.SIGTERM)


def _arguments(command: list[str]) -> list[str]:
    """Arguments of the kernel: what follows the name of its launcher.

    Examples
    --------
    >>> _arguments(["python", "-m", "ipykernel_launcher", "-f", "k.json"])
    ['-f', 'k.json']
    """
    return command[command.index("ipykernel_launcher") + 1 :] if "ipykernel_launcher" in command else command[1:]


def warm_metadata(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Metadata of a kernelspec, with the provisioner named."""
    return {**metadata, "kernel_provisioner": {"provisioner_name": PROVISIONER}}
