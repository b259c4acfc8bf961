"""The sentences of errors in getting a model: from a hub, from an archive, onto a disk. Part of `sentences`."""

from collections.abc import Mapping
from types import MappingProxyType

from dabir_core import errors
from dabir_core.wording import Noun, Wording

_FA_MODEL = Noun("مدل «{subject}»", "این مدل")
_FA_FILE = Noun("فایل «{subject}»", "این فایل")
_FA_ROOM = Noun(" ({subject} لازم است)", "")

HUB_FA: Mapping[type[errors.DabirError], Wording] = MappingProxyType(
    {
        errors.NoModel: Wording(
            "هنوز مدلی نصب نیست. مدل نمایشی را با ‎--model demo‎ می‌توانید امتحان کنید. {it}",
            Noun("برای نصب، این دستور را اجرا کنید: {subject}", "یکی را با dabir models install نصب کنید."),
        ),
        errors.HubIdWrong: Wording(
            "{it} شناسهٔ یک مدل نیست. آن را به شکل owner/name بدهید، مثلاً openai/whisper-small.",
            Noun("«{subject}»", "چیزی که نوشته‌اید"),
        ),
        errors.ProxyWrong: Wording(
            "{it} به کار نمی‌آید. آن را به این شکل بدهید: http://127.0.0.1:10809 یا socks5h://127.0.0.1:1080",
            Noun("پراکسی نوشته‌شده در «{subject}»", "این پراکسی"),
        ),
        errors.HubError: Wording("{it} دانلود نشد. دوباره امتحان کنید یا مدل دیگری انتخاب کنید.", _FA_MODEL),
        errors.HubUnreachable: Wording(
            "برای دانلود {it} به مخزن مدل‌ها وصل نشدیم. اینترنت را بررسی کنید، با ‎--mirror‎ یا ‎--proxy‎ راه دیگری بدهید، "
            "یا مدل را از جای دیگری بگیرید و با dabir models import وارد کنید.",
            _FA_MODEL,
        ),
        errors.HubNotFound: Wording(
            "{it} در مخزن مدل‌ها نیست. نام و نسخهٔ آن را بررسی کنید و اگر خصوصی است، HF_TOKEN را تنظیم کنید.", _FA_MODEL
        ),
        errors.HubDenied: Wording(
            "مخزن مدل‌ها اجازهٔ دانلود {it} را نداد. شرط‌های آن را در صفحهٔ مدل بپذیرید و HF_TOKEN را تنظیم کنید، "
            "یا اگر شبکه بسته است، با ‎--mirror‎ یا ‎--proxy‎ امتحان کنید.",
            _FA_MODEL,
        ),
        errors.HubBusy: Wording(
            "مخزن مدل‌ها شلوغ است و فعلاً {it} را نمی‌دهد. چند دقیقهٔ دیگر دوباره امتحان کنید؛ دانلود از همان جا ادامه "
            "پیدا می‌کند.",
            _FA_MODEL,
        ),
        errors.HubFailed: Wording(
            "مخزن مدل‌ها برای {it} پاسخ درستی نداد. کمی بعد دوباره امتحان کنید یا با ‎--mirror‎ مخزن دیگری بدهید.",
            _FA_MODEL,
        ),
        errors.DownloadCorrupt: Wording(
            "{it} دو بار خراب به دست ما رسید و نگه داشته نشد. دوباره امتحان کنید یا با ‎--mirror‎ مخزن دیگری بدهید.",
            _FA_FILE,
        ),
        errors.DiskFull: Wording(
            "جای خالی دیسک برای مدل کافی نیست{it}. فایل‌های دیگر را پاک کنید یا با DABIR_MODELS پوشهٔ دیگری بدهید.",
            _FA_ROOM,
        ),
        errors.ArchiveRefused: Wording(
            "باز کردن {it} امن نیست و چیزی از آن برداشته نشد. آن را از جای مطمئن‌تری بگیرید یا پوشهٔ مدل را بدهید.",
            _FA_FILE,
        ),
        errors.ArchiveDamaged: Wording(
            "{it} خراب است یا zip و tar نیست. آن را دوباره دانلود کنید یا پوشهٔ مدل را بدهید.", _FA_FILE
        ),
        errors.ArchiveUnsupported: Wording(
            "{it} به شکلی فشرده شده است که باز نمی‌کنیم. خودتان آن را باز کنید و پوشهٔ مدل را بدهید، "
            "یا یکی از این‌ها را بدهید: zip، tar، tar.gz، tar.bz2 یا tar.xz.",
            _FA_FILE,
        ),
        errors.NotOurModel: Wording(
            "{it} را دبیر نصب نکرده است و به آن دست نمی‌زنیم. نام‌ها را با dabir models list ببینید.", _FA_MODEL
        ),
    }
)

_EN_MODEL = Noun("the model “{subject}”", "this model")
_EN_FILE = Noun("the file “{subject}”", "this file")
_EN_ROOM = Noun(" ({subject} is needed)", "")

HUB_EN: Mapping[type[errors.DabirError], Wording] = MappingProxyType(
    {
        errors.NoModel: Wording(
            "no model is installed yet. Try the demo with --model demo, or a real one. {it}",
            Noun("Run this command: {subject}", "Install one with dabir models install."),
        ),
        errors.HubIdWrong: Wording(
            "{it} is not a model's id. Choose one of the form owner/name, such as openai/whisper-small.",
            Noun("“{subject}”", "what you wrote"),
        ),
        errors.ProxyWrong: Wording(
            "{it} cannot be used. Use an address such as http://127.0.0.1:10809 or socks5h://127.0.0.1:1080",
            Noun("the proxy in “{subject}”", "this proxy"),
        ),
        errors.HubError: Wording("{it} could not be downloaded. Try again, or choose another model.", _EN_MODEL),
        errors.HubUnreachable: Wording(
            "the model hub could not be reached for {it}. Check the connection, try another way with --mirror or "
            "--proxy, or get the model elsewhere and use dabir models import.",
            _EN_MODEL,
        ),
        errors.HubNotFound: Wording(
            "the model hub does not have {it}. Check its name and revision, and set HF_TOKEN if it is private.",
            _EN_MODEL,
        ),
        errors.HubDenied: Wording(
            "the model hub does not let us have {it}. See the model's page, accept its terms and set HF_TOKEN; on a "
            "network that is refused, try --mirror or --proxy.",
            _EN_MODEL,
        ),
        errors.HubBusy: Wording(
            "the model hub asks us to come back later for {it}. Try again in some minutes; the download goes on where "
            "it was.",
            _EN_MODEL,
        ),
        errors.HubFailed: Wording(
            "the model hub gave no proper answer about {it}. Try again later, or choose another hub with --mirror.",
            _EN_MODEL,
        ),
        errors.DownloadCorrupt: Wording(
            "{it} came damaged twice and was not kept. Try again, or choose another hub with --mirror.", _EN_FILE
        ),
        errors.DiskFull: Wording(
            "there is not enough free disk space for the model{it}. Choose another folder with DABIR_MODELS, or "
            "remove other files.",
            _EN_ROOM,
        ),
        errors.ArchiveRefused: Wording(
            "{it} is not safe to unpack, and nothing was taken from it. Choose a copy that you trust, or the model's "
            "folder.",
            _EN_FILE,
        ),
        errors.ArchiveDamaged: Wording(
            "{it} is damaged, or neither zip nor tar. Download it again, or choose the model's folder.", _EN_FILE
        ),
        errors.ArchiveUnsupported: Wording(
            "{it} is packed in a form that we do not open. Choose a zip, tar, tar.gz, tar.bz2 or tar.xz, or unpack it "
            "and use the model's folder.",
            _EN_FILE,
        ),
        errors.NotOurModel: Wording(
            "{it} was not installed by Dabir and is left as it is. See the names with dabir models list.", _EN_MODEL
        ),
    }
)
