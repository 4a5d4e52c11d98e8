"""The last lines of a run: how well the models do, and where the report and the figures are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from kedro.framework.hooks import hook_impl
from kedro.io import CatalogProtocol
from kedro.pipeline import Pipeline

if TYPE_CHECKING:
    import pandas as pd

COMPARISON = "model_comparison"
SCORED = "scored_reviews"


class ResultHooks:
    """Prints what a run came to: the comparison of the models, or where the scored reviews are."""

    @hook_impl
    def after_pipeline_run(
        self, run_params: dict[str, Any], pipeline: Pipeline, catalog: CatalogProtocol
    ) -> None:
        """The table, then the report and the figures that the run made; of scoring, the scored reviews."""
        made = pipeline.all_outputs()
        root = Path(run_params["project_path"])
        scored = {name for name in made if name.endswith(SCORED)}
        _list_paths("Scored reviews", root, (_find_path(catalog, name, "CSVDataset") for name in scored))
        if COMPARISON not in made:
            return
        click.echo(f"\n{format_comparison(catalog.load(COMPARISON))}")
        for title, kind in (("Report", "HtmlDataset"), ("Figures", "MatplotlibDataset")):
            _list_paths(title, root, (_find_path(catalog, name, kind) for name in made))


def _list_paths(title: str, root: Path, paths: Iterable[Path | None]) -> None:
    """Prints those that there are, from the project's folder on; nothing where there are none."""
    there = sorted(filter(None, paths))
    lines = [f"\n  {path.relative_to(root) if path.is_relative_to(root) else path}" for path in there]
    if lines:
        click.echo(f"\n{title}:{''.join(lines)}")


def format_comparison(comparison: pd.DataFrame) -> str:
    """The comparison as a table of a screen's width."""
    table = comparison.set_index("model")
    columns = {
        "accuracy": table["accuracy"].map("{:.1%}".format),
        "macro F1": table["macro_f1"].map(_or_undefined("{:.3f}")),
        "parameters": table["parameters"].map("{:,}".format),
        "training": table["training_seconds"].map("{:,.0f} s".format),
    }
    width = max(map(len, table.index))
    lines = [" " * width + "".join(f"{name:>14}" for name in columns)]
    for model in table.index:
        cells = (f"{cell[model]:>14}" for cell in columns.values())
        lines.append(f"{model:<{width}}" + "".join(cells))
    lines += [
        f"{model} tells nothing apart: every review is the same to it." for model in _find_collapsed(table)
    ]
    return "\n".join(lines)


def _find_collapsed(table: pd.DataFrame) -> list[str]:
    """The models that predict one class alone."""
    return list(table.index[table["predicted_classes"] == 1]) if "predicted_classes" in table else []


def _or_undefined(pattern: str) -> Callable[[float], str]:
    return lambda value: "undefined" if value != value else pattern.format(value)  # noqa: PLR0124 - NaN


def _find_path(catalog: CatalogProtocol, name: str, kind: str) -> Path | None:
    """Where a dataset of that class, or of one made of it, was saved."""
    dataset: Any = catalog.get(name)
    kinds = {found.__name__ for found in type(dataset).__mro__}
    return Path(dataset._get_load_path()) if kind in kinds else None
