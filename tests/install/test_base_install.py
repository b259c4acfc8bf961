"""What `pip install .` alone brings, in an environment of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.command import DEMO_TEXT
from tests.install.fresh_environment import ROOT, FreshEnvironment

LIMIT_BYTES = 475 * 1000**2
"""430 for the libraries, 24 for pip and setuptools, 17 for ours: one wheel holds window, bot and training too."""

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> FreshEnvironment:
    return FreshEnvironment.made(tmp_path_factory.mktemp("base"))


def test_the_base_install_is_small_and_has_no_torch(environment: FreshEnvironment) -> None:
    assert environment.bytes <= LIMIT_BYTES
    assert environment.modules(["torch", "transformers", "sounddevice", "PySide6", "telegram"]) == []


def test_the_installed_wheel_carries_checkpoint_and_sample(environment: FreshEnvironment) -> None:
    code = "from dabir_core.paths import samples_folder; print(samples_folder() / 'demo.ogg')"
    sample = environment.run("python", "-c", code).strip()
    assert "site-packages" in sample
    text = environment.run("dabir", "transcribe", sample, "--no-journal", "--model", "demo", "--language", "fa")
    assert text.split() == DEMO_TEXT.split()


def test_recording_without_its_extra_says_which_command_installs_it(
    environment: FreshEnvironment, tmp_path: Path
) -> None:
    done = environment.started("dabir", "record", "--folder", tmp_path / "recordings")
    assert done.returncode == 2
    assert done.stderr.count("pip install 'dabir[record]'") == 2  # in both languages


@pytest.mark.parametrize("extra", ["record", "url", "torch", "desktop", "bot", "training", "all"])
def test_every_extra_resolves_with_our_constraints(extra: str) -> None:
    target = f"dabir[{extra}] @ {ROOT.as_uri()}"
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "-c", str(ROOT / "constraints.txt"), target]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    brought = done.stdout.partition("Would install")[2]  # torch itself is here already, perhaps as a CUDA build
    assert "torchvision" not in done.stdout
    assert "nvidia" not in brought


@pytest.mark.parametrize("extra", ["desktop", "bot"])
def test_an_app_without_its_extra_says_which_command_installs_it(environment: FreshEnvironment, extra: str) -> None:
    done = environment.started(f"dabir-{extra}")
    assert done.returncode == 2
    assert done.stderr.count(f"pip install 'dabir[{extra}]'") == 2  # in both languages
    assert "Traceback" not in done.stderr


def test_the_installed_wheel_carries_the_typeface_and_its_licence(environment: FreshEnvironment) -> None:
    names = environment.files_in("dabir_desktop", "assets", "fonts")
    assert names == ["OFL.txt", "Vazirmatn-Bold.ttf", "Vazirmatn-Medium.ttf", "Vazirmatn-Regular.ttf"]
