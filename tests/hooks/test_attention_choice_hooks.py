import pytest

RUN = ("run", "--env", "test")


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ("attention.layer=7", "`attention.layer` is 7; this bert has layers 0 to 1"),
        ("attention.review=x1", "There is no test review with the review_id 'x1'"),
    ],
)
def test_what_is_not_there_to_read_is_refused_before_the_training(choice, message, project, run_kedro):
    run = run_kedro(project, *RUN, "--params", choice)
    assert run.returncode == 1
    assert message in run.stdout + run.stderr
    assert not list((project / "data/test/06_models").rglob("classifier"))


def test_a_run_that_reads_no_attention_does_not_look(project, run_kedro):
    choice = ("--params", "attention.layer=7")
    run = run_kedro(project, *RUN, "--pipelines", "data_processing,pretraining,modelling", *choice)
    assert run.returncode == 0, run.stderr
