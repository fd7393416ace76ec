"""Of the token, and of what it may do."""

from flows.domain.text import Text
from flows.portal.doctor.words.saying import advice, fault, fine, untried

_NEW_TOKEN = Text(
    th="ขอโทเคนใหม่ของผู้แก้ไข (editor) จากผู้ดูแลพอร์ทัล แล้วใส่ใน PERD_PORTAL_TOKEN_FILE",
    en="Ask the portal's administrator for a new editor's token, and put it into PERD_PORTAL_TOKEN_FILE",
)

WORDS = {
    "token/valid": fine("พอร์ทัลรู้จัก", "the portal knows it"),
    "token/valid-until": fine("พอร์ทัลรู้จัก ใช้ได้ถึง {until}", "the portal knows it, until {until}"),
    "token/no-owner": untried(
        "พอร์ทัลไม่บอกว่าโทเคนเป็นของใคร แต่ให้เผยแพร่ได้", "the portal does not tell whose it is, but lets it publish"
    ),
    "token/comes-first": untried("ยังตรวจไม่ได้ ต้องมีโทเคนที่ใช้ได้ก่อน", "to be looked at once the token is good"),
    "token/none": fault(
        Text(th="ไม่มีโทเคน จึงเผยแพร่ไม่ได้", en="There is no token: nothing can be published"),
        Text(
            th="ตั้ง PERD_PORTAL_TOKEN_FILE หรือให้ --token-file เป็นแฟ้มที่เก็บโทเคนของผู้แก้ไข (editor)",
            en="Set PERD_PORTAL_TOKEN_FILE, or give --token-file, to a file that holds an editor's API token",
        ),
    ),
    "token/expired": fault(
        Text(th="โทเคนหมดอายุเมื่อ {until}", en="The token expired on {until}"),
        _NEW_TOKEN,
    ),
    "token/unknown": fault(
        Text(
            th="พอร์ทัลไม่รู้จักโทเคน: พิมพ์ผิด ถูกเพิกถอน หมดอายุ หรือเป็นของพอร์ทัลอื่น",
            en="The portal does not know the token: it is mistyped, revoked, expired, or another portal's",
        ),
        _NEW_TOKEN,
    ),
    "token/ends-soon": advice(
        Text(th="โทเคนจะหมดอายุใน {days} วัน ({until})", en="The token expires in {days} days ({until})"),
        _NEW_TOKEN,
    ),
    "token/sysadmin": advice(
        Text(
            th="โทเคนเป็นของผู้ดูแลระบบ (sysadmin) ซึ่งแก้และลบได้ทุกอย่างบนพอร์ทัล มากเกินจำเป็น",
            en="The token is a sysadmin's, who may change and delete everything on the portal: far more than is needed",
        ),
        Text(
            th="ขอโทเคนของผู้ใช้ที่เป็นเพียงผู้แก้ไข (editor) ขององค์กรที่เผยแพร่ แล้วเพิกถอนโทเคนนี้",
            en="Use the token of a user who is only an editor of the organisations that publish, and revoke this one",
        ),
    ),
    "organisations/editor": fine("เป็นผู้แก้ไขได้ทั้ง {count} องค์กร", "may publish in all {count}"),
    "organisations/come-first": untried(
        "ยังตรวจไม่ได้ ต้องมีสิทธิ์เผยแพร่ในองค์กรก่อน", "to be looked at once the token may publish somewhere"
    ),
    "organisations/none-declared": untried("ยังไม่มีคำประกาศ", "nothing is declared yet"),
    "organisations/absent": fault(
        Text(
            th="พอร์ทัลไม่มีองค์กรที่ agency.yaml ประกาศไว้: {organisations}",
            en="The portal lacks organisations that agency.yaml files name: {organisations}",
        ),
        Text(
            th="แก้ organisation ใน agency.yaml หรือขอผู้ดูแลพอร์ทัลสร้างองค์กรนั้น",
            en="Correct `organisation` in agency.yaml, or have the portal's administrator create it",
        ),
    ),
    "organisations/not-editor": fault(
        Text(
            th="โทเคนไม่มีสิทธิ์เผยแพร่ในองค์กร: {organisations}",
            en="The token may not publish in these organisations: {organisations}",
        ),
        Text(
            th="ขอผู้ดูแลพอร์ทัลเพิ่มผู้ใช้ของโทเคนเป็นผู้แก้ไข (editor) ขององค์กรเหล่านั้น",
            en="Have the portal's administrator make the token's user an editor of them",
        ),
    ),
    "organisations/groups-absent": fault(
        Text(
            th="พอร์ทัลไม่มีกลุ่มที่คำประกาศระบุ: {groups}",
            en="The portal lacks groups that declarations name: {groups}",
        ),
        Text(
            th="แก้ groups ในคำประกาศ หรือขอผู้ดูแลพอร์ทัลสร้างกลุ่มนั้น",
            en="Correct `groups` in the declarations, or have the portal's administrator create them",
        ),
    ),
}
