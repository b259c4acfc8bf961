"""Tables and parquet sets to prepared sets."""

import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import soundfile
from datasets import Audio, ClassLabel, Features, Value

from dabir_training.configuration import RunConfig, SourceKind, SourceSettings
from dabir_training.errors import SourceWrong
from dabir_training.manifest import Split
from dabir_training.prepare import prepare
from tests.training.prepare.conftest import MakeRun

TEXT = "من فردا به خانه می\u200cروم"


def wav(seconds: float) -> bytes:
    encoded = io.BytesIO()
    soundfile.write(encoded, np.zeros(int(16_000 * seconds), np.int16), 16_000, format="WAV")
    return encoded.getvalue()


@pytest.fixture
def sounds(tmp_path: Path) -> Path:
    for number in range(4):
        (tmp_path / f"{number}.wav").write_bytes(wav(1.5 + number / 2))
    return tmp_path


def test_a_table_gives_its_clips(sounds: Path, run_of: MakeRun) -> None:
    lines = [
        "file,text,split,speaker,gender",
        f"0.wav,{TEXT},train,a,male",
        "1.wav,خانه ما,valid,b,",
        "2.wav,شب,test,c,",
    ]
    (sounds / "t.csv").write_text("\n".join(lines), encoding="utf-8")
    prepared = prepare(run_of(sounds / "t.csv", kind=SourceKind.TABLE, slowest=0.1))
    told = [(clip.id, clip.text, clip.split, clip.speaker, clip.duration) for clip in prepared.clips()]
    assert told == [
        ("cv/000001", TEXT, Split.TRAIN, "cv:a", 1.5),
        ("cv/000002", "خانه ما", Split.DEV, "cv:b", 2.0),
        ("cv/000003", "شب", Split.TEST, "cv:c", 2.5),
    ]
    assert all(prepared.sound_of(clip).is_file() for clip in prepared.clips())


def test_a_table_may_name_its_columns_and_its_split(sounds: Path, run_of: MakeRun) -> None:
    (sounds / "t.tsv").write_text(f"clip\twords\n0.wav\t{TEXT}\n", encoding="utf-8")
    source = SourceSettings(
        SourceKind.TABLE, str(sounds / "t.tsv"), "mine", sound_column="clip", text_column="words", split="test"
    )
    (clip,) = prepare(run_of(sounds, source=source)).clips()
    assert (clip.id, clip.split) == ("mine/000001", Split.TEST)


def test_parts_of_a_long_file_have_a_start(sounds: Path, run_of: MakeRun) -> None:
    lines = [{"audio_filepath": "3.wav", "offset": at, "duration": 1.4, "text": TEXT} for at in (0.0, 1.5)]
    lines.append({"audio_filepath": "3.wav", "offset": 0.5, "text": f"{TEXT} ما"})
    (sounds / "t.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    prepared = prepare(run_of(sounds / "t.jsonl", kind=SourceKind.TABLE))
    assert [(clip.start, clip.duration) for clip in prepared.clips()] == [(0.0, 1.4), (1.5, 1.4), (0.5, 2.5)]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [("t.csv", "a,b\n1,2\n", "no column"), ("t.csv", "path,text,split\n0.wav,سلام,extra\n", "neither train")],
)
def test_a_table_that_does_not_say_enough_is_refused(
    sounds: Path, run_of: MakeRun, name: str, content: str, told: str
) -> None:
    (sounds / name).write_text(content, encoding="utf-8")
    with pytest.raises(SourceWrong, match=told):
        prepare(run_of(sounds / name, kind=SourceKind.TABLE))


def write_parquet(folder: Path) -> None:
    """As the hub's own copies are: FLEURS' columns, sound as bytes, a class label for the gender."""
    features = Features(
        id=Value("int64"),
        audio=Audio(sampling_rate=16_000, decode=False),
        transcription=Value("string"),
        raw_transcription=Value("string"),
        gender=ClassLabel(names=["male", "female", "other"]),
    )
    for part, (split, count) in enumerate((("train", 3), ("validation", 1), ("test", 2))):
        texts = [f"{TEXT} {'بله ' * (part * 3 + number)}" for number in range(count)]
        table = pa.table(
            {
                "id": [7] * count,  # FLEURS numbers sentences, not recordings
                "audio": [{"bytes": wav(2 + number), "path": f"{number}.wav"} for number in range(count)],
                "transcription": ["folded"] * count,
                "raw_transcription": texts,
                "gender": [number % 2 for number in range(count)],
            }
        )
        told = json.dumps({"info": {"features": features.to_dict()}})
        pq.write_table(table.replace_schema_metadata({"huggingface": told}), folder / f"{split}-00000-of-00001.parquet")


@pytest.fixture
def parquet_run(tmp_path: Path, run_of: MakeRun) -> RunConfig:
    folder = tmp_path / "parquet"
    folder.mkdir()
    write_parquet(folder)
    return run_of(folder, kind=SourceKind.PARQUET)


def test_a_parquet_set_brings_its_sounds(parquet_run: RunConfig) -> None:
    prepared = prepare(parquet_run)
    told = {clip.id: (clip.split, clip.gender, clip.duration) for clip in prepared.clips()}
    assert told == {
        "cv/dev-000000": (Split.DEV, "male", 2.0),
        "cv/test-000000": (Split.TEST, "male", 2.0),
        "cv/test-000001": (Split.TEST, "female", 3.0),
        "cv/train-000000": (Split.TRAIN, "male", 2.0),
        "cv/train-000001": (Split.TRAIN, "female", 3.0),
        "cv/train-000002": (Split.TRAIN, "male", 4.0),
    }
    assert all(clip.text.startswith(TEXT) for clip in prepared.clips())
    for clip in prepared.clips():
        assert clip.sound == f"sounds/{clip.id}.wav"
        assert prepared.sound_of(clip).read_bytes() == wav(clip.duration)


def test_a_parquet_set_that_grew_is_noticed_and_read_anew(parquet_run: RunConfig) -> None:
    prepare(parquet_run)
    folder = Path(parquet_run.prepare.sources[0].path)
    (folder / "validation-00000-of-00001.parquet").unlink()
    assert prepare(parquet_run).description().clips == {"train": 3, "dev": 0, "test": 2}


def test_a_folder_without_parquet_is_refused(tmp_path: Path, run_of: MakeRun) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(SourceWrong, match="nothing"):
        prepare(run_of(tmp_path / "nothing", kind=SourceKind.PARQUET))


def test_only_the_share_of_a_source_is_used(parquet_run: RunConfig) -> None:
    (source,) = parquet_run.prepare.sources
    halved = replace(parquet_run.prepare, sources=(replace(source, share=0.5),))
    clips = prepare(replace(parquet_run, prepare=halved)).description().clips
    assert clips == {"train": 2, "dev": 1, "test": 2}  # 1.5 to the nearest clip
