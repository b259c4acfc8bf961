"""Settings from environment and file: which wins, what is refused, and that no secret is shown."""

from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from dabir_bot.errors import SettingError, SettingMissing, SettingsFileWrong, SettingUnknown, SettingWrong, sentence
from dabir_bot.settings import CLOUD_API, PARTS, Door, Role, Settings, Token
from dabir_bot.settings_reading import READERS, SECRET_FILES, read, settings_file
from dabir_core.fetch import Scope

TOKEN = {"DABIR_BOT_TOKEN": "123:abc"}


def written(folder: Path, text: str) -> Path:
    file = folder / "bot.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_token_is_enough() -> None:
    settings = read(TOKEN)
    assert settings.telegram.token.value == "123:abc"
    assert settings.telegram.token.bot == 123
    assert settings.telegram.api_url == CLOUD_API
    assert settings.role is Role.ALL
    assert settings.links is Scope.SITES
    assert settings.database.startswith("sqlite:///")


def test_other_programs_variables_are_not_ours() -> None:
    assert read({**TOKEN, "PATH": "/bin", "DABIR_HOME": "/x"}).role is Role.ALL


def test_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, 'token = "1:file"\nminutes_per_day = 30\nlong_minutes = 7\nadmins = [5, 6]\n')
    settings = read({"DABIR_BOT_MINUTES_PER_DAY": "60"}, file)
    assert settings.telegram.token.value == "1:file"
    assert (settings.limits.minutes_per_day, settings.limits.long_after) == (60, 420.0)
    assert settings.access.admins == {5, 6}


@pytest.mark.parametrize("variable", ["DABIR_BOT_TOKEN", "DABIR_BOT_ROLE"])
def test_an_empty_variable_was_not_given(tmp_path: Path, variable: str) -> None:
    file = written(tmp_path, 'token = "1:file"\nrole = "worker"\n')
    assert read({variable: ""}, file).role is Role.WORKER


@pytest.mark.parametrize(
    ("name", "said", "expected"),
    [
        ("ROLE", "bot", lambda settings: settings.role is Role.BOT),
        ("DOOR", "approved", lambda settings: settings.access.door is Door.APPROVED),
        ("PEOPLE", "1, 2,3", lambda settings: settings.access.people == {1, 2, 3}),
        ("IS_LOCAL", "yes", lambda settings: settings.telegram.most_bytes == 2_000_000_000),
        ("IS_LOCAL", "false", lambda settings: settings.telegram.most_bytes == 20_971_520),
        ("API_URL", "http://box:8081/", lambda settings: settings.telegram.api_url == "http://box:8081"),
        ("PROXY", "socks5://h:1", lambda settings: settings.telegram.proxy.url == "socks5://h:1"),
        ("PROXY", "none", lambda settings: settings.telegram.proxy is None),
        ("EXECUTOR", "w1", lambda settings: settings.executor_name == "w1"),
        ("LINKS", "off", lambda settings: settings.links is Scope.OFF),
        ("FOLDER", "/srv/dabir", lambda settings: settings.sounds_folder == Path("/srv/dabir/sounds")),
        ("LOG_LEVEL", "debug", lambda settings: settings.log_level == "DEBUG"),
    ],
)
def test_text_is_read_by_the_kind_of_its_key(name: str, said: str, expected: object) -> None:
    assert callable(expected)
    assert expected(read({**TOKEN, f"DABIR_BOT_{name}": said}))


def test_an_unknown_key_is_told_with_the_nearest() -> None:
    with pytest.raises(SettingUnknown) as caught:
        read({**TOKEN, "DABIR_BOT_MODLE": "x"})
    assert caught.value.subject == "modle (nearest: model)"
    assert "modle" in sentence(caught.value, "fa")
    assert "modle" in sentence(caught.value, "en")


def test_an_unknown_key_in_the_file_is_told_likewise(tmp_path: Path) -> None:
    with pytest.raises(SettingUnknown) as caught:
        read(TOKEN, written(tmp_path, "jobs_per_persons = 3"))
    assert "jobs_per_person)" in caught.value.subject


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("MINUTES_PER_DAY", "many", "minutes_per_day (0 to 1440)"),
        ("MINUTES_PER_DAY", "-1", "minutes_per_day (0 to 1440)"),
        ("JOBS_PER_PERSON", "0", "jobs_per_person (1 to 10000)"),
        ("ROLE", "boss", "role (all, bot, worker)"),
        ("API_URL", "box:8081", "api_url (https://… or http://…)"),
        ("IS_LOCAL", "perhaps", "is_local (true, yes, 1, false, no, 0)"),
        ("ADMINS", "me", "admins (numbers of people, with commas)"),
        ("PROXY", "gopher://secret@h", "proxy"),
        ("TOKEN_FILE", "/nowhere/at/all", "token_file (a file that can be read)"),
    ],
)
def test_a_wrong_value_is_told_by_its_key_and_what_is_allowed(name: str, said: str, told: str) -> None:
    with pytest.raises(SettingWrong) as caught:
        read({**TOKEN, f"DABIR_BOT_{name}": said})
    assert caught.value.subject == told
    assert said not in str(caught.value) or said in told


@pytest.mark.parametrize("text", ["token = 5", "minutes_per_day = true", "role = 1", "is_local = 2.5"])
def test_a_value_of_the_wrong_type_in_the_file_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingWrong):
        read(TOKEN if "token" not in text else {}, written(tmp_path, text))


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ExceptionGroup) as caught:
        read({"DABIR_BOT_MODLE": "x", "DABIR_BOT_ROLE": "boss", "DABIR_BOT_WEBHOOK_URL": "https://example.org"})
    told = [(type(fault), fault.subject) for fault in caught.value.exceptions if isinstance(fault, SettingError)]
    assert told == [
        (SettingUnknown, "modle (nearest: model)"),
        (SettingWrong, "role (all, bot, worker)"),
        (SettingMissing, "DABIR_BOT_TOKEN"),
        (SettingMissing, "DABIR_BOT_WEBHOOK_SECRET"),
    ]


def test_no_token_is_told() -> None:
    with pytest.raises(SettingMissing) as caught:
        read({})
    assert caught.value.subject == "DABIR_BOT_TOKEN"


def test_secrets_may_lie_in_files_of_their_own(tmp_path: Path) -> None:
    said = {"TOKEN": "77:word", "WEBHOOK_SECRET": "hush", "DATABASE_URL": "postgresql://me:pw@h/d"}
    for name, word in said.items():
        (tmp_path / name).write_text(f"{word}\n", encoding="utf-8")
    settings = read({f"DABIR_BOT_{name}_FILE": str(tmp_path / name) for name in said})
    assert settings.telegram.token.value == "77:word"
    assert settings.telegram.webhook_secret.value == "hush"
    assert settings.database == "postgresql://me:pw@h/d"


def test_a_secret_itself_goes_before_its_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("77:file", encoding="utf-8")
    assert read({**TOKEN, "DABIR_BOT_TOKEN_FILE": str(tmp_path / "secret")}).telegram.token.value == "123:abc"


def test_a_webhook_without_a_secret_is_refused() -> None:
    with pytest.raises(SettingMissing):
        read({**TOKEN, "DABIR_BOT_WEBHOOK_URL": "https://example.org/hook"})


@pytest.mark.parametrize("text", [None, "token = ", "\x00"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "missing.toml" if text is None else written(tmp_path, text)
    with pytest.raises(SettingsFileWrong) as caught:
        read(TOKEN, file)
    assert caught.value.subject == str(file)


def test_the_file_asked_for_goes_before_the_environments() -> None:
    environment = {"DABIR_BOT_SETTINGS": "/a.toml"}
    assert settings_file(environment, None) == Path("/a.toml")
    assert settings_file(environment, Path("/b.toml")) == Path("/b.toml")
    assert settings_file({}, None) is None


def test_no_secret_is_shown() -> None:
    environment = {
        **TOKEN,
        "DABIR_BOT_WEBHOOK_SECRET": "hush-1",
        "DABIR_BOT_DATABASE_URL": "postgresql://me:hush-2@h/d",
        "DABIR_BOT_PROXY": "http://me:hush-3@h:1",
    }
    shown = repr(read(environment)) + str(read(environment).telegram.token)
    assert "abc" not in shown
    assert "hush" not in shown
    assert str(Token("x")) == "***"


def test_every_field_has_a_reader_and_every_reader_a_field() -> None:
    parts = {each.name for part in PARTS.values() for each in fields(part) if is_dataclass(part)}
    own = {each.name for each in fields(Settings)} - set(PARTS)
    assert parts | own | set(SECRET_FILES) == set(READERS)
    assert not parts & own
