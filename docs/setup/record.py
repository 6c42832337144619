"""Record the set-up as SVG frames of 80x24: the real lab, driven key by key in a home of its own.

    python docs/setup/record.py

Writes 1-welcome.svg to 6-first-chat.svg beside this file. The figures on them are of the machine it runs on.
"""

import asyncio
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
FRAMES = (
    ("1-welcome", "six questions", ()),
    ("2-machine", "Doctor    nothing", ("enter",)),
    ("3-model", "2 of 6:", ("enter",)),
    ("4-token", "only dots are shown", ("enter", "enter", *"hf", "underscore", *"a1b2c3d4e5f6g7")),
    ("5-judge", "4 of 6:", ("f8", "s")),
    ("6-first-chat", "6 of 6:", ("enter", "enter")),
)
"""Each frame: its name, what has to be on the screen before it is taken, and the keys that lead there."""


async def record() -> None:
    """Drive the lab through the frames and write each as it is shown."""
    from emalign_tui.lab.paths import Home
    from emalign_tui.tui.app import LabApp

    app = LabApp(Home(Path(os.environ["EMALIGN_HOME"])))
    async with app.run_test(size=(80, 24)) as pilot:

        async def until(seen: Callable[[], bool], what: str) -> None:
            for _ in range(200):
                await pilot.pause(0.05)
                if seen():
                    return
            raise SystemExit(f"{what} did not come; the screen was:\n{_text(app)}")

        for name, sign, keys in FRAMES:
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.3)
            await until(lambda sign=sign: sign in _text(app) and "Looking at" not in _text(app), name)
            svg = app.export_screenshot(title="emalign")
            (HERE / f"{name}.svg").write_text(_same_ids(svg), encoding="utf-8")
    for old in HERE.glob("*.svg"):
        if old.stem not in {name for name, _, _ in FRAMES}:
            old.unlink()


def _text(app: object) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())  # type: ignore[attr-defined]


def _same_ids(svg: str) -> str:
    """The ids that rich draws at random, made the same each time, and no fonts from elsewhere."""
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(HOME=folder, EMALIGN_HOME=f"{folder}/emalign", TERM="xterm-256color", HF_HUB_OFFLINE="1")
        for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HOME", "XDG_CONFIG_HOME", "SSH_CONNECTION", "COLORTERM"):
            os.environ.pop(name, None)
        asyncio.run(record())
