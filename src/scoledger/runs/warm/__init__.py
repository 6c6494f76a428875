"""Warm kernels: every kernel is a fresh process, forked from one that has already imported what notebooks import.

A fork server (`server`) imports the package and its libraries once.  A kernel provisioner (`provisioner`), which
jupyter_client finds by the kernelspec ``scoledger``, asks it for a kernel (`link`).  papermill, nbclient and JupyterLab
therefore start warm kernels like any other.  Where a process cannot be forked, the provisioner starts a cold one and
says so.
"""
