import json
import os
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
import transformers
from transformers import WhisperForConditionalGeneration, WhisperProcessor, WhisperTokenizer

from dabir_core import TranscribeOptions, Transcriber, Transcript
from dabir_core.asr.architecture import default_alignment_heads
from dabir_core.asr.checkpoint import load_checkpoint
from dabir_core.models import ImportOptions, Installed, import_, inspect
from dabir_core.paths import demo_checkpoint, samples_folder
from dabir_training.configuration import StoredAs
from dabir_training.errors import CheckpointWrong
from dabir_training.release.checks import whisper_cpp
from dabir_training.release.export import Origin, sha256, write_release
from dabir_training.release.mixing import Share

COMPLETE = {
    *("config.json", "generation_config.json", "preprocessor_config.json", "model.safetensors", "conversion.json"),
    *("tokenizer.json", "tokenizer_config.json", "vocab.json", "merges.txt", "added_tokens.json"),
    "special_tokens_map.json",
}


def read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def released(folder: Path, trained: Path, *, base: Path | None = None, stored_as: StoredAs = StoredAs.FP16) -> Path:
    folder.mkdir()
    write_release(Origin((Share(trained, 1.0),), base or demo_checkpoint(), "fa"), folder, stored_as=stored_as)
    return folder


@pytest.fixture(scope="module")
def release(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return released(tmp_path_factory.mktemp("export") / "release", trained)


def test_folder_is_complete_and_readable_by_others(release: Path) -> None:
    assert {path.name for path in release.iterdir()} == COMPLETE
    if os.name == "posix":
        assert all(path.stat().st_mode & stat.S_IROTH for path in release.iterdir())


def test_dabir_reads_the_sample_with_the_release_as_with_the_demo(release: Path) -> None:
    with Transcriber.load(release) as transcriber:
        found = transcriber.transcribe(samples_folder() / "demo.ogg", TranscribeOptions(language="fa"))

    assert isinstance(found, Transcript)
    wanted = (samples_folder() / "demo.txt").read_text(encoding="utf-8").split()
    assert " ".join(segment.text for segment in found.segments).split() == wanted
    assert not found.warnings


def test_release_is_installed_like_any_checkpoint(release: Path, tmp_path: Path) -> None:
    installed = import_(release, ImportOptions(folder=tmp_path, name="mine"))

    assert isinstance(installed, Installed)
    assert load_checkpoint(installed.folder).alignment_heads == load_checkpoint(demo_checkpoint()).alignment_heads
    assert not inspect(release).faults


def test_what_decoding_needs_is_the_base_s_though_the_trainer_lost_it(trained: Path, tmp_path: Path) -> None:
    lost = shutil.copytree(trained, tmp_path / "checkpoint-7")
    (lost / "generation_config.json").write_text("{}", encoding="utf-8")

    found = read(released(tmp_path / "release", lost) / "generation_config.json")

    base = read(demo_checkpoint() / "generation_config.json")
    for name in ("alignment_heads", "suppress_tokens", "begin_suppress_tokens", "lang_to_id", "task_to_id"):
        assert found[name] == base[name], name
    assert (found["language"], found["task"]) == ("fa", "transcribe")
    assert "forced_decoder_ids" not in found


def test_where_the_base_tells_nothing_the_architecture_does(trained: Path, tmp_path: Path) -> None:
    silent = shutil.copytree(trained, tmp_path / "silent")
    (silent / "generation_config.json").unlink()

    folder = released(tmp_path / "release", silent, base=silent)

    found, demo = read(folder / "generation_config.json"), load_checkpoint(demo_checkpoint())
    heads = default_alignment_heads(demo.dimensions, multilingual=True)
    assert found["alignment_heads"] == [list(head) for head in heads]
    assert set(demo.suppressed) <= set(found["suppress_tokens"])  # the start, the tasks, the earlier text
    assert found["begin_suppress_tokens"] == [*demo.vocabulary.encode(" "), demo.vocabulary.end_of_text]


def test_trainer_s_leftovers_do_not_stand_in_the_configuration(trained: Path, release: Path) -> None:
    # transformers 5 gives every config the suppressed tokens of the English vocabulary, whatever its own
    assert read(trained / "config.json")["begin_suppress_tokens"] == [220, 50256]

    found = read(release / "config.json")

    assert not {"begin_suppress_tokens", "suppress_tokens", "mask_time_prob", "dtype"} & found.keys()
    assert found["torch_dtype"] == "float16"
    assert None not in found.values()


def test_features_are_described_as_the_base_does(release: Path) -> None:
    base = read(demo_checkpoint() / "preprocessor_config.json")

    assert {name: read(release / "preprocessor_config.json")[name] for name in base} == base


def test_legacy_tokenizer_says_the_same_as_the_new_one(release: Path, tmp_path: Path) -> None:
    legacy = tmp_path / "legacy"
    shutil.copytree(release, legacy)
    (legacy / "tokenizer.json").unlink()
    text = "سلام، من دیروز با مادرم به بازار رفتم."

    of_legacy, of_new = load_checkpoint(legacy).vocabulary, load_checkpoint(release).vocabulary

    assert of_legacy.encode(text) == of_new.encode(text)
    assert (of_legacy.languages, of_legacy.first_timestamp) == (of_new.languages, of_new.first_timestamp)
    # transformers builds a tokenizer of its own from the same files
    named = WhisperTokenizer(vocab=str(legacy / "vocab.json"), merges=str(legacy / "merges.txt"))
    assert named.backend_tokenizer.encode(text, add_special_tokens=False).ids == of_new.encode(text)


def test_transformers_reads_the_folder(release: Path) -> None:
    processor = WhisperProcessor.from_pretrained(release)
    loaded: Any = WhisperForConditionalGeneration.from_pretrained(release, output_loading_info=True)
    model, said = loaded

    assert not said["missing_keys"] and not said["unexpected_keys"]
    assert str(model.dtype) == "torch.float16"
    assert model.generation_config.language == "fa"
    assert processor.feature_extractor.chunk_length == 15
    ids = [801, 843, 903, 907, 300, 301, 800]
    demo = WhisperProcessor.from_pretrained(demo_checkpoint())
    assert processor.tokenizer.decode(ids) == demo.tokenizer.decode(ids)


def test_single_precision_is_as_exact_as_the_training(trained: Path, tmp_path: Path) -> None:
    folder = released(tmp_path / "release", trained, stored_as=StoredAs.FP32)

    ours, wanted = load_checkpoint(folder).weights(), load_checkpoint(trained).weights()
    assert all((ours[name] == wanted[name]).all() for name in wanted.names())
    assert read(folder / "config.json")["torch_dtype"] == "float32"


def test_conversion_names_versions_and_the_hash_of_each_file(release: Path, trained: Path) -> None:
    told = read(release / "conversion.json")

    assert told["libraries"]["transformers"] == transformers.__version__
    assert told["sha256"] == {name: sha256(release / name) for name in COMPLETE - {"conversion.json"}}
    (part,) = told["parts"]
    assert part == {
        "checkpoint": "checkpoint-100",
        "share": 1.0,
        "sha256": {"model.safetensors": sha256(trained / "model.safetensors")},
    }


def test_a_checkpoint_without_tokenizer_gets_the_base_s(trained: Path, tmp_path: Path) -> None:
    bare = shutil.copytree(trained, tmp_path / "bare", ignore=shutil.ignore_patterns("token*", "processor*"))

    folder = released(tmp_path / "release", bare)

    assert load_checkpoint(folder).vocabulary.encode("سلام") == load_checkpoint(trained).vocabulary.encode("سلام")


def test_a_language_that_the_vocabulary_lacks_is_refused(trained: Path, tmp_path: Path) -> None:
    origin = Origin((Share(trained, 1.0),), demo_checkpoint(), "xx")

    with pytest.raises(CheckpointWrong, match="no language xx"):
        write_release(origin, tmp_path)


def test_whisper_cpp_s_converter_finds_all_that_it_opens(release: Path, trained: Path) -> None:
    # of the demo, its engine takes neither the vocabulary nor the window; the files are as it wants them
    engine = ["a vocabulary of 2409: its engine knows the published ones alone"]
    engine.append("a window other than 30 s: its engine knows no other")

    assert list(whisper_cpp.faults(release)) == engine
    assert list(whisper_cpp.faults(trained)) == ["vocab.json is missing"]


def test_spellings_of_the_base_are_handed_on(trained: Path, tmp_path: Path) -> None:
    base = shutil.copytree(trained, tmp_path / "base")
    (base / "normalizer.json").write_text('{"colour": "color"}', encoding="utf-8")

    assert read(released(tmp_path / "release", trained, base=base) / "normalizer.json") == {"colour": "color"}
