import subprocess
import sys


def test_help_names_every_step_and_imports_no_engine() -> None:
    code = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from dabir_training.cli.__main__ import app\n"
        "print(CliRunner().invoke(app, ['--help']).output)\n"
        "heavy = ('torch', 'transformers', 'datasets', 'peft', 'huggingface_hub')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout

    assert out.rstrip().splitlines()[-1] == "[]"
    steps = ("prepare", "pack", "doctor", "train", "evaluate", "average", "export", "card")
    assert all(f" {step} " in out for step in steps)
