"""Making the model of identity anew: ``identity train``."""

from pathlib import Path
from typing import Annotated

import typer

from csdl.output import say, texts


def train(
    version: Annotated[int, typer.Option(min=1, help=texts("option.model_version"))],
    out: Annotated[Path | None, typer.Option("-o", "--out", help=texts("option.model_out"))] = None,
    children: Annotated[int, typer.Option(min=10_000, help=texts("option.model_children"))] = 60_000,
    seed: Annotated[int, typer.Option(help=texts("option.seed"))] = 1,
) -> None:
    from tempfile import TemporaryDirectory

    from pipelines.errors import RegisterError
    from pipelines.identity.model import model_path
    from pipelines.identity.training import train_learners, write_model

    path = out or model_path(f"learner-{version}")
    if path.exists():
        raise RegisterError("register.model_exists", path=path)
    with TemporaryDirectory() as folder:
        write_model(train_learners(children, seed, Path(folder)), path)
    say("identity.trained", path=path, version=version)
