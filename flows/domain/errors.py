"""What can go wrong outside our own code, classed by **who has to act**.

    PipelineError
      DeclarationError     a file in datasets/ or schemas/ is wrong: its author edits it
        AskedWrongly       ... or what a person named in a command or a form: who asked names something else
      SourceUnavailable    the agency's side may answer later: worth a retry
      SourceRefused        it will not answer differently: someone calls the agency
      PortalUnavailable    our CKAN may answer later: worth a retry, after looking whether the write arrived
      PortalDown           it has not answered for a while: the rest of the run does not try it
      PortalRefused        CKAN understood and said no: someone reads the message
      EvidenceError        the ledger does not verify: stop, and find out why
      ArchiveError         the archive does not take or give what it should: somebody looks at its storage
        NotAsKept          ... or lost something that was in it: somebody brings it back from a backup
      AnotherRun           another run has the dataset: nobody acts, the next run looks at it again
      WorkerLost           the process that a step ran in is gone, again and again: somebody looks at the machine

Bad data is none of these: it is a `Finding`. A bug is none of these either, and crashes its dataset loudly.
Every message names the thing, what is wrong with it, and what to do next. Constructors take that one sentence (in both
languages where a person of an agency or an officer reads it), so
that an error survives being pickled into another process.
"""

from typing import ClassVar

from flows.domain.text import Text


class PipelineError(Exception):
    """A broken world, told in one sentence that says what to do."""

    who_acts: ClassVar[str] = "ผู้ดูแลระบบต้องตรวจสอบ"
    """In Thai, set before the sentence wherever people read it."""

    def __init__(self, sentence: str | Text) -> None:
        super().__init__(sentence)
        self._told = sentence

    @property
    def sentence(self) -> str:
        """In English: for logs, the ledger and developers."""
        return self._told.en if isinstance(self._told, Text) else self._told

    @property
    def text(self) -> Text:
        """In both languages, with who has to act; a sentence that exists in English only stands in both."""
        thai = self._told.th if isinstance(self._told, Text) else self._told
        return Text(th=f"{self.who_acts}: {thai}", en=self.sentence)

    def __str__(self) -> str:
        return self.sentence


class DeclarationError(PipelineError):
    """A file in datasets/ or schemas/, or a setting, is wrong: its author edits it."""

    who_acts = "ไฟล์ประกาศหรือค่าตั้งของระบบไม่ถูกต้อง ผู้ดูแลไฟล์ต้องแก้ไข"


class AskedWrongly(DeclarationError):
    """A command or a form names what there is not: a dataset, a version, a period. Who asked names something else."""

    who_acts = "สิ่งที่ระบุมาใช้ไม่ได้ ผู้สั่งต้องแก้แล้วสั่งใหม่"


class SourceUnavailable(PipelineError):
    """The agency's server did not answer as it should, and may do so later."""

    who_acts = "ระบบต้นทางของหน่วยงานยังไม่ตอบ จะลองใหม่ในรอบถัดไป"


class SourceRefused(PipelineError):
    """The agency's server will not answer differently until somebody there changes something."""

    who_acts = "ระบบต้นทางไม่ให้ข้อมูล ต้องแจ้งหน่วยงานเจ้าของข้อมูล"


class PortalUnavailable(PipelineError):
    """The portal may answer later. A write that ended so may have arrived: look before repeating it."""

    who_acts = "พอร์ทัลยังไม่ตอบ จะลองใหม่ในรอบถัดไป"


class PortalDown(PipelineError):
    """The portal is taken to be down and was not even asked: not worth another try in this run."""

    who_acts = "พอร์ทัลไม่ตอบเลย ผู้ดูแลพอร์ทัลต้องตรวจสอบ"


class PortalRefused(PipelineError):
    """The portal understood the request and said no."""

    who_acts = "พอร์ทัลปฏิเสธคำขอ ผู้ดูแลระบบต้องอ่านข้อความและแก้ไข"


class EvidenceError(PipelineError):
    """The ledger is not what it was when it was written."""

    who_acts = "บันทึกหลักฐานไม่ตรงกับที่เขียนไว้ ต้องหยุดและหาสาเหตุ"


class ArchiveError(PipelineError):
    """The archive does not take what is to be kept, or does not give what was kept as it was."""

    who_acts = "คลังเก็บหลักฐานและรุ่นข้อมูลมีปัญหา ผู้ดูแลระบบต้องตรวจสอบที่เก็บข้อมูล"


class NotAsKept(ArchiveError):
    """Something of the archive is gone, or is not what was kept."""

    gone = False


class AnotherRun(PipelineError):
    """Another run writes the dataset, or has written it since this one looked: it was left as that run leaves it."""

    who_acts = "อีกรอบหนึ่งทำงานกับชุดข้อมูลนี้ รอบถัดไปจะตรวจดูใหม่"


class WorkerLost(PipelineError):
    """The process that a step ran in was lost again and again: by what the step did, or by another step beside it."""

    who_acts = "โพรเซสที่ทำงานหยุดไปกลางคัน ผู้ดูแลระบบต้องตรวจสอบเครื่องที่ใช้ทำงาน"
