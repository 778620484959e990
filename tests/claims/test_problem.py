from pathlib import Path

from bot.claims.problem import Problem, render_problems

PROBLEM = Problem(Path("claims/a.yaml"), 3, 9, "KB103", "100% wrong: a, b", "mend it")


def test_text_is_one_line_for_each_problem() -> None:
    line = "claims/a.yaml:3:9: KB103 100% wrong: a, b; mend it\n"
    assert render_problems([PROBLEM, PROBLEM], "text") == line * 2


def test_github_gets_its_escapes() -> None:
    odd = Problem(Path("claims/a,b:c.yaml"), 1, 1, "KB111", "50%\r\nmore", "mend it")
    assert render_problems([PROBLEM, odd], "github") == (
        "::error file=claims/a.yaml,line=3,col=9,title=KB103::100%25 wrong: a, b; mend it\n"
        "::error file=claims/a%2Cb%3Ac.yaml,line=1,col=1,title=KB111::50%25%0D%0Amore; mend it\n"
    )


def test_no_problem_is_no_text() -> None:
    assert render_problems([], "text") == ""
