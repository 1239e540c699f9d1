"""The README's examples run as written."""

import doctest
import re
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"


class Checker(doctest.OutputChecker):
    """Compares with the names doctest gives to pieces of a file written as the file's own."""

    def check_output(self, want, got, optionflags):
        return super().check_output(want, re.sub(r"<doctest (\S+)\[\d+\]>", r"\1", got), optionflags)


def test_the_examples_run():
    examples = doctest.DocTestParser().get_doctest(README.read_text(), {"__name__": "readme"}, "README.md", str(README), 0)
    runner = doctest.DocTestRunner(Checker(), optionflags=doctest.NORMALIZE_WHITESPACE)
    output = []
    result = runner.run(examples, out=output.append)
    assert result.attempted > 15
    assert result.failed == 0, "".join(output)
