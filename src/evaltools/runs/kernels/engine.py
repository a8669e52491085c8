"""How papermill gets warm kernels: its own engine, with a kernel manager whose client does not wait for silence."""

from __future__ import annotations

import time
from importlib.metadata import EntryPoint
from queue import Empty
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient  # type: ignore[attr-defined]
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import KernelProvisionerFactory  # type: ignore[attr-defined]
from papermill.engines import NBClientEngine, papermill_engines
from traitlets import default

NAME = "evaltools-warm"
GROUP = "jupyter_client.kernel_provisioners"


class Client(AsyncKernelClient):
    """A client that takes the kernel's first message for what it is: the proof that it is listened to."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        """Return when the kernel has answered and is heard; the library's own way ends with 0.2 s of silence each time.

        Raises
        ------
        RuntimeError
            The kernel ended, or said nothing in time.
        """
        until = time.monotonic() + (timeout or float("inf"))
        reply = None
        while reply is None or reply["msg_type"] != "kernel_info_reply":
            self.kernel_info()
            reply = await self._next(self.shell_channel, 1, until)
        self._handle_kernel_info_reply(reply)
        # Anything proves that later answers will be heard; what is left over has another request's name, and is passed over.
        while await self._next(self.iopub_channel, 0.05, until) is None:
            self.kernel_info()

    wait_for_ready = _async_wait_for_ready

    async def _next(self, channel: Any, patience: float, until: float) -> Any:
        try:
            return await channel.get_msg(timeout=patience)
        except Empty:
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info") from None
            if time.monotonic() > until:
                raise RuntimeError("Kernel did not respond in time") from None
            return None

    def start_channels(self, shell: bool = True, iopub: bool = True, stdin: bool = True, hb: bool = False, control: bool = True) -> None:
        """Open the channels, without the heartbeat's thread: whether the kernel lives is known from its process."""
        super().start_channels(shell=shell, iopub=iopub, stdin=stdin, hb=hb, control=control)


class Kernelspecs(KernelSpecManager):
    """The installed kernels, each provided by our provisioner."""

    def get_kernel_spec(self, kernel_name: str) -> Any:
        """The kernel's description, as installed but for who provides it."""
        found = super().get_kernel_spec(kernel_name)
        found.metadata = {**found.metadata, "kernel_provisioner": {"provisioner_name": NAME}}
        return found


class Warm(AsyncKernelManager):
    """A manager of one kernel that the fork server provides."""

    client_class = f"{__name__}.Client"
    client_factory = Client

    @default("kernel_spec_manager")
    def _warm_kernelspecs(self) -> Kernelspecs:
        return Kernelspecs(data_dir=self.data_dir)


class WarmEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's engine with warm kernels."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> Any:
        """Execute a notebook as papermill's own engine does."""
        options.setdefault("kernel_manager_class", Warm)
        return super().execute_managed_notebook(nb_man, kernel_name, **options)


def register() -> str:
    """Make the engine and the provisioner known to their libraries, and return the engine's name."""
    # The entry point that an installation would declare, made here: it works from a folder that was never installed, too.
    KernelProvisionerFactory.provisioners.setdefault(NAME, EntryPoint(NAME, "evaltools.runs.kernels.provisioner:WarmProvisioner", GROUP))
    papermill_engines.register(NAME, WarmEngine)
    return NAME
