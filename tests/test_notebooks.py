"""The notebooks run from top to bottom, and none is kept with what it once put out."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
WITHOUT_A_RUN = {"02_attention_from_scratch"}
CELL_SECONDS = 300

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture
def folder(path, request, tmp_path):
    """Where a reader opens the notebook: in a finished project, or anywhere if it needs none."""
    if path.stem in WITHOUT_A_RUN:
        return tmp_path
    finished = request.getfixturevalue("finished_project")
    assert finished.run.returncode == 0, finished.run.stderr
    return finished.folder / "notebooks"


@each_notebook
def test_every_cell_runs(path, folder, monkeypatch):
    monkeypatch.setenv("KEDRO_ENV", "test")
    notebook = nbformat.read(path, as_version=4)
    where = {"metadata": {"path": str(folder)}}
    # "python3" is the kernel of the interpreter that runs the tests
    NotebookClient(notebook, timeout=CELL_SECONDS, kernel_name="python3", resources=where).execute()


@each_notebook
def test_no_output_is_kept(path):
    cells = nbformat.read(path, as_version=4).cells
    run = [cell.id for cell in cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)]
    assert not run
