"""All examinations, in the order in which they are told, and what has to be in order before each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from flows.domain.errors import PipelineError
from flows.domain.text import Text
from flows.portal.doctor import connection, declarations, rights, schema, search, software, uploads
from flows.portal.doctor.datastore import datastore
from flows.portal.doctor.finding import Finding, Weight
from flows.portal.doctor.subject import Subject
from flows.portal.doctor.words import found

Look = Callable[[Subject], Iterable[Finding]]


class After(Enum):
    """What an examination needs; without it there is nothing to be seen that is not told already."""

    NOTHING = ""
    ANSWER = "address/comes-first"
    """CKAN answers at the address."""
    TOKEN = "token/comes-first"
    """The portal knows the token."""
    RIGHTS = "organisations/come-first"
    """The token may publish somewhere."""


@dataclass(frozen=True, slots=True)
class Examination:
    name: str
    title: Text
    look: Look
    after: After = After.ANSWER


@dataclass(frozen=True, slots=True)
class Examined:
    """What one examination had to say: one finding at least."""

    examination: Examination
    findings: tuple[Finding, ...]

    @property
    def weight(self) -> Weight:
        """The worst of its findings'."""
        order = list(Weight)
        return max((finding.weight for finding in self.findings), key=order.index)


EXAMINATIONS = (
    Examination("address", Text(th="ที่อยู่", en="address"), connection.address, After.NOTHING),
    Examination("tls", Text(th="การเข้ารหัส", en="encryption"), connection.certificate, After.NOTHING),
    Examination("clock", Text(th="นาฬิกา", en="clock"), connection.clock),
    Examination("version", Text(th="รุ่นของ CKAN", en="CKAN's version"), software.version),
    Examination("actions", Text(th="คำสั่งของ API", en="API actions"), software.actions),
    Examination("loader", Text(th="ตัวโหลดตารางอื่น", en="other loaders"), software.loader),
    Examination("schema", Text(th="แบบฟอร์มเมทาดาทา", en="metadata form"), schema.schema),
    Examination("licences", Text(th="สัญญาอนุญาต", en="licences"), schema.licences),
    Examination("token", Text(th="โทเคน", en="token"), rights.token),
    Examination("organisations", Text(th="สิทธิ์ในองค์กร", en="organisations"), rights.organisations, After.TOKEN),
    Examination("trial", Text(th="ลองส่งคำประกาศ", en="a declaration"), declarations.declaration, After.RIGHTS),
    Examination("tags", Text(th="คำสำคัญไทย", en="Thai tags"), declarations.tags, After.RIGHTS),
    Examination("upload", Text(th="ขนาดไฟล์", en="file size"), uploads.upload),
    Examination("datastore", Text(th="DataStore", en="tables"), datastore),
    Examination("search", Text(th="ดัชนีค้นหา", en="search index"), search.search),
)


def examine(subject: Subject) -> Iterator[Examined]:
    """Each examination in turn, as soon as it is done. Raises nothing for the portal's sake; writes nothing.

    (Unless `try_upload` asks for a real upload, which takes away what it brought.)
    """
    for examination in EXAMINATIONS:
        yield Examined(examination, tuple(_looked(examination, subject)))


def _looked(examination: Examination, subject: Subject) -> Iterable[Finding]:
    try:
        wanting = _wanting(examination.after, subject)
        return [found(wanting)] if wanting else list(examination.look(subject))
    except PipelineError as error:
        return [found("address/gave-up", reason=error.text)]


def _wanting(after: After, subject: Subject) -> str | None:
    """The slug of what is not in order yet and has to be; None if all is."""
    if after is not After.NOTHING and not subject.answers:
        return After.ANSWER.value
    if after in (After.TOKEN, After.RIGHTS) and not subject.knows_the_token:
        return After.TOKEN.value
    if after is After.RIGHTS and not subject.may_publish_in:
        return After.RIGHTS.value
    return None
