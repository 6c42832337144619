"""Answers of one or two models, read at the same time and shown in turn or in two columns."""

import queue
import sys
import threading
from collections.abc import Iterator

import msgspec

from emalign_tui.cli.output import say
from emalign_tui.lab.chat.client import ChatMessage, ChatParams, Usage, as_asked, stream_chat
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.sanitize import cells, one_line
from emalign_tui.lab.serving.records import Endpoint

_GAP = " | "


class Answer:
    """One answer being read by a thread of its own. text, finish_reason, usage and error are what came so far, also
    what nobody has looked at yet. params: as the server was really asked."""

    def __init__(self, name: str, endpoint: Endpoint, messages: list[ChatMessage], params: ChatParams) -> None:
        self.name = name
        self.messages = messages
        self.params = params
        self.text = ""
        self.finish_reason: str | None = None
        self.usage: Usage | None = None
        self.error: LabError | None = None
        self.stopped = False
        self._news: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(endpoint,), daemon=True).start()

    def __iter__(self) -> Iterator[str]:
        """Text as it comes, until the answer is complete, stopped or broken."""
        while (text := self._news.get()) is not None:
            yield text

    def wait(self) -> None:
        """Read to the end."""
        for _ in self:
            pass

    def stop(self) -> None:
        """Want no more, and hang up at the next piece."""
        self.stopped = True
        self._news.put(None)

    def _read(self, endpoint: Endpoint) -> None:
        try:
            for delta in stream_chat(endpoint, self.messages, **msgspec.structs.asdict(self.params)):
                if self.stopped:
                    break
                self.params = as_asked(endpoint, self.params)
                self.text += delta.text
                self.finish_reason = delta.finish_reason or self.finish_reason
                self.usage = delta.usage or self.usage
                self._news.put(delta.text)
        except LabError as error:
            self.error = error
        finally:  # whatever happens, somebody waits for the end
            self._news.put(None)


def in_turn(answers: list[Answer], prompt: str | None) -> None:
    """One answer after the other, with the model's name above it when there are two."""
    if prompt is not None:
        say(f"> {prompt}")
    for answer in answers:
        if len(answers) > 1:
            say(f"[{answer.name}]")
        for text in answer:
            sys.stdout.write(text)
            sys.stdout.flush()
        say("")


def in_columns(answers: list[Answer], width: int) -> None:
    """Two answers side by side: a row is printed when both columns are sure of it."""
    wide = (width - len(_GAP)) // 2
    say(_row([one_line(answer.name, wide) for answer in answers], wide))
    say(_row(["-" * wide] * 2, wide))
    columns = [Column(wide), Column(wide)]
    taken, ended = [0, 0], [False, False]
    printed = 0
    news: queue.SimpleQueue[int] = queue.SimpleQueue()
    for index, answer in enumerate(answers):
        threading.Thread(target=_follow, args=(index, answer, news), daemon=True).start()
    while not all(ended):
        said = news.get()
        index = said if said >= 0 else -said - 1
        text = answers[index].text
        columns[index].push(text[taken[index] :])
        taken[index] = len(text)
        if said < 0:
            ended[index] = True
            columns[index].finish()
        lines = [column.lines for column in columns]
        sure = [len(each) for each, end in zip(lines, ended, strict=True) if not end]
        last = min(sure) if sure else max(map(len, lines))
        for place in range(printed, last):
            say(_row([each[place] if place < len(each) else "" for each in lines], wide))
        printed = max(printed, last)


class Column:
    """Text that comes in pieces as lines of at most `width` terminal columns, broken at spaces where there are any.

    lines: those that nothing changes any more. A piece costs as much as is new, however long the text has become.
    """

    def __init__(self, width: int) -> None:
        self.lines: list[str] = []
        self._width = width
        self._rest = ""  # the text of the line that is still open
        self._goes_on = False  # the line before it was full

    def push(self, text: str) -> None:
        """Take in more text."""
        *whole, last = (self._rest + text.replace("\t", "    ")).split("\n")
        for paragraph in whole:
            self._rest = self._wrap(paragraph)
            self.finish()
        self._rest = self._wrap(last)

    def finish(self) -> None:
        """The open line is one, too."""
        self.lines.append(self._rest.rstrip())
        self._rest, self._goes_on = "", False

    def _wrap(self, paragraph: str) -> str:
        """Add the full lines of a paragraph; returns what is left of it."""
        line = ""
        for word in _words(paragraph, self._width):
            if line and cells(line) + cells(word.rstrip()) > self._width:
                self.lines.append(line.rstrip())
                line, self._goes_on = "", True
            line += word
            if self._goes_on:  # a space at which a line was broken is not the next one's
                line = line.lstrip()
        return line[:-1]  # the last word has no space after it


def _words(paragraph: str, width: int) -> Iterator[str]:
    """Words with the space after them; a word wider than a line comes in pieces."""
    for word in paragraph.split(" "):
        piece = ""
        for character in word:
            if cells(piece) + cells(character) > width:
                yield piece
                piece = ""
            piece += character
        yield piece + " "


def _row(texts: list[str], width: int) -> str:
    left, right = texts
    return f"{left}{' ' * max(width - cells(left), 0)}{_GAP}{right}".rstrip()


def _follow(index: int, answer: Answer, news: "queue.SimpleQueue[int]") -> None:
    for _ in answer:
        news.put(index)
    news.put(-index - 1)
