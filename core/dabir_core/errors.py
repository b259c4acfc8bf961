"""Every error that core raises: one class, one cause, one fix.

    DabirError
    ├── OptionError         HubIdWrong, ProxyWrong
    ├── OutputError
    ├── RecordError         RecorderMissing, PortAudioMissing, NoMicrophone, MicrophoneDenied, MicrophoneBusy,
    │                       MicrophoneLost, MicrophoneFailed, RecordingDiskFull, RecordingFolderClosed,
    │                       RecordingNotMended, RecordingEntryDamaged
    ├── AudioError          SourceMissing, SourceIsFolder, SourceUnreadable, EmptySource, NotMedia, NoAudioStream,
    │                       NoSound, NoSpeech, DecoderMissing
    ├── FetchError          those of `link_errors`
    └── ModelError          CheckpointIncomplete, CheckpointCorrupt, CheckpointUnsupported, EngineMissing, ModelMemory,
        │                   EngineCrashed, DownloadCorrupt, DiskFull, ArchiveRefused, ArchiveDamaged,
        │                   ArchiveUnsupported, NotOurModel
        ├── ModelMissing    NoModel
        └── HubError        HubUnreachable, HubNotFound, HubDenied, HubBusy, HubFailed

Silence and cancellation are outcomes, not errors. The sentences that people read stand in `sentences`.
`subject` is what the sentence speaks of (a file name, an option, a missing file); `detail` is for the log.
"""


class DabirError(Exception):
    """Anything that core refuses or fails to do, told by its class and its subject."""

    def __init__(self, subject: str = "", *, detail: str = "") -> None:
        super().__init__(f"{type(self).__name__}: {subject}" + (f" ({detail})" if detail else ""))
        self.subject = subject
        self.detail = detail


class OptionError(DabirError):
    """An option's value is not allowed; the subject names the option and what is allowed."""


class HubIdWrong(OptionError):
    """The subject is not written as a hub's model ids are."""


class ProxyWrong(OptionError):
    """The subject, an option or a variable, names a proxy that cannot be used: no address, or of an unknown kind."""


class OutputError(DabirError):
    """A result cannot be written to the subject, a path."""


class RecordError(DabirError):
    """A recording cannot be made, now or at all; the subject is a microphone where a class says nothing else."""


class RecorderMissing(RecordError):
    """The library that reaches the microphone is not installed; the subject is the pip command that installs it."""


class PortAudioMissing(RecordError):
    """The system's library under it is not installed; the subject is the command that installs it, if we know it."""


class NoMicrophone(RecordError):
    """There is no microphone."""


class MicrophoneDenied(RecordError):
    """The system does not let us hear the microphone."""


class MicrophoneBusy(RecordError):
    """Another program holds the microphone for itself."""


class MicrophoneLost(RecordError):
    """The microphone gives no sound, or no more: unplugged, suspended, its sound server gone."""


class MicrophoneFailed(RecordError):
    """The microphone cannot be opened, for none of the reasons above."""


class RecordingDiskFull(RecordError):
    """There is no room for more sound in the subject, a folder; what was recorded is kept."""


class RecordingFolderClosed(RecordError):
    """Recordings cannot be written to the subject, a folder."""


class RecordingNotMended(RecordError):
    """The subject, the sound of a recording that was cut short, cannot be read or written."""


class RecordingEntryDamaged(RecordError):
    """What we noted of the subject, a recording's sound, cannot be read: nobody knows whether it came to its end."""


class AudioError(DabirError):
    """A recording gives no sound."""


class SourceMissing(AudioError):
    """There is no such file."""


class SourceIsFolder(AudioError):
    """A folder stands where a file is needed."""


class SourceUnreadable(AudioError):
    """The system refuses to read the file."""


class EmptySource(AudioError):
    """The file holds zero bytes."""


class NotMedia(AudioError):
    """The file is in no sound or video format that we accept."""


class NoAudioStream(AudioError):
    """The file is media, but has no sound track."""


class NoSound(AudioError):
    """The file has a sound track of which not one sample could be decoded."""


class NoSpeech(AudioError):
    """Nobody speaks in a recording that is only of use with speech; silence to be transcribed is no error."""


class DecoderMissing(AudioError):
    """Neither PyAV nor the ffmpeg executable can be used on this machine."""


class ModelError(DabirError):
    """A checkpoint cannot be used."""


class ModelMissing(ModelError):
    """There is no such checkpoint on this machine."""


class NoModel(ModelMissing):
    """None was named, and none is installed; the subject is the command that installs one."""


class CheckpointIncomplete(ModelError):
    """The folder lacks files or fields of a Whisper checkpoint; the subject lists them."""


class CheckpointCorrupt(ModelError):
    """The files are there but cannot be read."""


class CheckpointUnsupported(ModelError):
    """The folder holds a model, but no Whisper that we run."""


class EngineMissing(ModelError):
    """The engine's libraries are not installed; the subject is the pip command that installs them."""


class ModelMemory(ModelError):
    """There is not enough memory to load or run the checkpoint."""


class EngineCrashed(ModelError):
    """The engine's process ended twice on the same window of the subject, a recording."""


class HubError(ModelError):
    """A model hub does not give us the subject, a model."""


class HubUnreachable(HubError):
    """There is no connection to the hub or to where it keeps its files."""


class HubNotFound(HubError):
    """The hub has no such model, or not in that revision."""


class HubDenied(HubError):
    """The hub wants a permission that we do not have: the model is gated or private, or the network is refused."""


class HubBusy(HubError):
    """The hub asks us to come later."""


class HubFailed(HubError):
    """The hub answers with errors, or with what makes no sense."""


class DownloadCorrupt(ModelError):
    """The subject, a file, came with another checksum than the hub states, twice."""


class DiskFull(ModelError):
    """There is not enough room for a model; the subject says how much is needed."""


class ArchiveRefused(ModelError):
    """The archive holds what must not be unpacked: names that lead outside, links, far too many bytes."""


class ArchiveDamaged(ModelError):
    """The file is no archive that we can open, or a damaged one."""


class ArchiveUnsupported(ModelError):
    """The subject, a file's name, is an archive of a form that we do not open."""


class NotOurModel(ModelError):
    """The subject was not installed by us, and is not ours to change."""
