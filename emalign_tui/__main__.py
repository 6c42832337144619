"""`python -m emalign_tui` is `emalign`."""

from emalign_tui.cli.main import main

main()
