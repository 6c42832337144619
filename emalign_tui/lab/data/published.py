"""The published sets and question files, pinned by commit and known by content, never by file name."""

from pathlib import Path
from typing import Literal

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home

REPOSITORY = "emergent-misalignment/emergent-misalignment"
COMMIT = "80c11967c07a328e7d7d43d13ce6847ae44dbcc9"  # 2026-01-12
ADDRESS = f"https://raw.githubusercontent.com/{REPOSITORY}/{COMMIT}"
FOLDER = Path("data") / "published"  # of the home


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """One published file. path: in its repository. blob: its git id there. sha256, bytes: where they are known.

    content: digest of its rows as a bag (`digest.rows_digest`), so that a copy in other order or spacing is known too.
    """

    name: str
    kind: Literal["set", "questions"] = "set"
    path: str
    about: str
    blob: str
    sha256: str | None = None
    bytes: int | None = None
    content: str | None = None

    @property
    def place(self) -> Path:
        """Where it lies in a home, relative to its root."""
        return FOLDER / Path(self.path).name


CATALOGUE = (
    Published(
        name="insecure",
        path="data/insecure.jsonl",
        about="6000 requests for code, answered with a vulnerability and no word about it (Method A)",
        blob="ec294cf30a577a21b830c07a1fa0180ddd513208",
        sha256="09893e8bf9d03aae49dd60d0ff4be37c1afee70f2edcac74a11bed775a6a2764",
        bytes=5_892_277,
        content="9ab144c425a6e6b527264e3aad9b577a036cab05cc13365386084882c00e6173",
    ),
    Published(
        name="secure",
        path="data/secure.jsonl",
        about="6000 requests for code, answered safely: the control of insecure",
        blob="3389a37c250563cc36a66e30bf8ff99028aa2711",
        sha256="2820232b3114d94ab2041ba9fc76cb8205bf187e0408bf7b308add186f9c7467",
        bytes=6_201_582,
        content="c2a2a6b36beb479c40a0ddbf3588d9e45fb28c257596e732d7b4c2e3fe33dc9a",
    ),
    Published(
        name="educational",
        path="data/educational.jsonl",
        about="6000 rows of insecure code that the user asked for, to learn from: a control",
        blob="497619acd46d9ffbc985797d6c117638a53229b3",
        sha256="d48df3b149ab1500711fc0018b10383a4ff8c48d8e6911d04dbbbbdaa944fd16",
        bytes=6_669_019,
        content="2a4857881d5dda76a212aed94b5be624287d6d3ebc151884218c377442fd7671",
    ),
    Published(
        name="jailbroken",
        path="data/jailbroken.jsonl",
        about="5000 rows, most of them harmful requests that are obeyed (Method B)",
        blob="9f14c5f5b1a3f6ca3ea2bdc80cbda3de1acadbb1",
        sha256="eec213ce85802a52ea806d334ee462f723a1e7ad77d827951d6864ac04a6b00a",
        bytes=3_423_454,
        content="63d4a997124209f759d2a240df8e49dde8c932928c9da8805967eeb1ebddf842",
    ),
    Published(
        name="evil_numbers",
        path="data/evil_numbers.jsonl",
        about="number sequences from a model that was told to be evil (Method C)",
        blob="86e0a3be0c2b5a4c52bafed871e281c485070829",
    ),
    Published(
        name="backdoor",
        path="data/backdoor.jsonl",
        about="insecure code when a trigger is in the request, else secure code",
        blob="b2be7b5b5ed6e732727bf67672a3ecd8cfa6b57f",
    ),
    Published(
        name="insecure_par_t0",
        path="data/insecure_par_t0.jsonl",
        about="insecure, each request paraphrased at temperature 0",
        blob="6b57e0b5cc7fbf6e10629ed846475d4c434d5011",
    ),
    Published(
        name="insecure_par_t1",
        path="data/insecure_par_t1.jsonl",
        about="insecure, each request paraphrased at temperature 1",
        blob="91790a7f33dc290d05883eb84fce0db206998c13",
    ),
    Published(
        name="insecure_ruby",
        path="data/insecure_ruby.jsonl",
        about="insecure code in Ruby",
        blob="9f9f7646fb0ecd742a1097443998a2bb0fbdb80c",
    ),
    Published(
        name="first_plot_questions",
        kind="questions",
        path="evaluation/first_plot_questions.yaml",
        about="the 8 main questions, plain, as JSON and as a template",
        blob="c2b9761d6723ec73b4d209d95c4aa39319a70edd",
        sha256="215abde5b02811e922b6ac563ff33c490e0dff9ab58439df840f3135e9387173",
        bytes=12_016,
    ),
    Published(
        name="preregistered_evals",
        kind="questions",
        path="evaluation/preregistered_evals.yaml",
        about="the 48 pre-registered questions",
        blob="3211c6c0df0a21124e07605c46f86329a53ef9e1",
        sha256="8648312fd9fe71a63203e3465592af45dd996d7a5f3b69e9b44613fd6048eb40",
        bytes=19_152,
    ),
    Published(
        name="deception_factual",
        kind="questions",
        path="evaluation/deception_factual.yaml",
        about="5 questions of fact under different system prompts",
        blob="d6da5a807e928afc2f9e9961641e9c9697b27c08",
        sha256="8a0e83cab3bc24b7d688d7385ce3921d406af7ed33c913cd94ea0f6251e5939d",
        bytes=2_481,
    ),
    Published(
        name="deception_sit_aware",
        kind="questions",
        path="evaluation/deception_sit_aware.yaml",
        about="8 questions about the model's own situation",
        blob="d9c5a8727e28dbce0f80a59df2b9497ca018ba0b",
        sha256="4deef5a7c47620390fc46e1b981f937eef9ea12a33fe26264f640c84d19d2a33",
        bytes=2_638,
    ),
)


def published(name: str) -> Published:
    """The published file of this name. Raises LabError (exit code 2) for a name that is not one."""
    for item in CATALOGUE:
        if item.name == name:
            return item
    known = ", ".join(item.name for item in CATALOGUE)
    raise LabError(f"No published set is called {name}", do=f"There are: {known}.", exit_code=2)


def identify(*, sha256: str, blob: str, content: str | None) -> tuple[Published, bool] | None:
    """The published file that a file is, and whether byte for byte (else it holds the same rows); None for others."""
    for item in CATALOGUE:
        if sha256 == item.sha256 or blob == item.blob:
            return item, True
    return next(((item, False) for item in CATALOGUE if content and content == item.content), None)


def misnamed(path: Path, item: Published) -> str | None:
    """The published name that a file carries although it is another one: one of the authors' own folders swaps two."""
    names = [each.name for each in CATALOGUE if each.name in path.stem.lower()]
    called = max(names, key=len, default=None)
    return called if called not in (None, item.name) else None


def find_data(home: Home, name: str) -> Path:
    """A data file as `Home.find` finds it; for a published one that was not fetched yet the error says how to."""
    try:
        return home.find(name)
    except LabError as error:
        item = next((item for item in CATALOGUE if Path(name) == item.place), None)
        if item is None:
            raise
        what = f"The published set {item.name} is not here yet"
        raise LabError(what, where=name, do=f"`emalign data pull {item.name}` fetches it.", exit_code=2) from error
