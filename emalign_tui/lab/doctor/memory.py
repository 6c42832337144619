"""Is there enough main memory, counting the limit of a container?"""

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.doctor.gpu_facts import count_cards
from emalign_tui.lab.doctor.needs import Size, model_size
from emalign_tui.lab.memory import main_memory
from emalign_tui.lab.paths import Home

_GIB = 2**30
TIGHT = 1 * _GIB
COMFORT = 3 * _GIB  # torch, the mini model in training, its server and the lab together


def _look(home: Home, subject: Subject) -> Finding:
    memory = main_memory()
    size = model_size(home, subject.model)
    return judge(memory.total, memory.free, in_container=memory.limited, size=size, on_gpu=count_cards() > 0)


def judge(total: int, free: int, *, in_container: bool, size: Size | None = None, on_gpu: bool = False) -> Finding:
    """The finding for total and free bytes, against what the chosen model needs.

    Without a GPU the model itself lives here. With one, what counts is a merge in full precision: 4 bytes a parameter.
    """
    where = " in this container" if in_container else ""
    evidence = f"{free / _GIB:.1f} of {total / _GIB:.1f} GiB free{where}"
    if size is not None and size.cpu > free:
        needs = f"{evidence}. {size} needs about {size.cpu / _GIB:.0f} GiB"
        if on_gpu:
            fix = "Merge in 16 bit, on the GPU or shard by shard, and nothing else beside it."
            return Finding("warn", f"{needs} to be merged in full precision", fix)
        fix = "Close other programs." if size.cpu < total else "Use a machine with a GPU, a smaller base, or mini."
        return Finding("fail", f"{needs} to train or answer without a GPU", fix)
    if free < TIGHT:
        return Finding("fail", evidence, "Close other programs: training the mini model alone takes about 1 GiB.")
    if free < COMFORT:
        return Finding("warn", evidence, "Close other programs before you train and serve at the same time.")
    return Finding("ok", evidence + (f"; enough for {size}" if size else ""))


CHECK = Check(
    id="memory",
    title="Memory",
    why="When main memory runs out, the system kills a run without a word; merging a 7B in full precision is where it "
    "usually happens.",
    look=_look,
)
